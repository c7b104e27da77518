-- A book as rgpt wrote it with schema 1.
PRAGMA application_id = 1380405332;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE briefs (
    moment INTEGER PRIMARY KEY,
    brief TEXT NOT NULL,
    created TEXT NOT NULL
);
INSERT INTO "briefs" VALUES(0,'{"title":"The Drowned Bell","language":"en","genre":"","topic":"","description":"","style":"","point_of_view":"","cast":"","outline":"","target_words":null}','2026-11-24T13:26:30.704+00:00');
CREATE TABLE drafts (
    id TEXT PRIMARY KEY,
    parent TEXT REFERENCES steps (id),
    draft TEXT NOT NULL,
    moment INTEGER NOT NULL,
    open INTEGER NOT NULL,
    updated TEXT NOT NULL
);
INSERT INTO "drafts" VALUES('44b8d23bf8b740a4be162cb72935684f','1722e39b9b50403aa9ef7f5587c14ca6','{"parent":"1722e39b9b50403aa9ef7f5587c14ca6","plan":null,"heading":"","sections":{"paragraph":"The wat"},"unfinished":null,"making":{"recalled":[],"requests":[],"model":"","usage":{"prompt_tokens":0,"cached_tokens":0,"completion_tokens":0,"estimated":false},"cost":null,"seconds":0.0,"rounds":0},"id":"44b8d23bf8b740a4be162cb72935684f"}',5,1,'2026-11-24T13:26:30.709+00:00');
CREATE TABLE makings (
    step TEXT PRIMARY KEY REFERENCES steps (id),
    plan TEXT,
    making TEXT NOT NULL
);
INSERT INTO "makings" VALUES('6efa130df5fd4f46b0d2b12df2c0897e',NULL,'{"recalled":[],"requests":[],"model":"openai/writer","usage":{"prompt_tokens":0,"cached_tokens":0,"completion_tokens":0,"estimated":false},"cost":null,"seconds":0.0,"rounds":1}');
INSERT INTO "makings" VALUES('1722e39b9b50403aa9ef7f5587c14ca6','{"text":"Row out.","source":"offered","offered":1,"reason":""}','{"recalled":[],"requests":[],"model":"","usage":{"prompt_tokens":0,"cached_tokens":0,"completion_tokens":0,"estimated":false},"cost":null,"seconds":0.0,"rounds":0}');
INSERT INTO "makings" VALUES('7e02bb9bebbc46a39943bf72181e3af4',NULL,'{"recalled":[],"requests":[],"model":"","usage":{"prompt_tokens":0,"cached_tokens":0,"completion_tokens":0,"estimated":false},"cost":null,"seconds":0.0,"rounds":0}');
CREATE TABLE marks (
    step TEXT PRIMARY KEY REFERENCES steps (id),
    mark TEXT NOT NULL CHECK (mark IN ('pin', 'mute'))
);
INSERT INTO "marks" VALUES('6efa130df5fd4f46b0d2b12df2c0897e','pin');
CREATE TABLE requests (
    step TEXT NOT NULL REFERENCES steps (id),
    round INTEGER NOT NULL,
    request TEXT NOT NULL,
    PRIMARY KEY (step, round)
);
INSERT INTO "requests" VALUES('6efa130df5fd4f46b0d2b12df2c0897e',1,'{"purpose":"paragraph","messages":[{"role":"user","content":"Go on."}],"reply":"The bell rang."}');
CREATE TABLE revisions (
    step TEXT NOT NULL REFERENCES steps (id),
    revision INTEGER NOT NULL,
    moment INTEGER NOT NULL,
    created TEXT NOT NULL,
    words INTEGER NOT NULL,
    has_memory INTEGER NOT NULL,
    heading TEXT NOT NULL,
    paragraph TEXT NOT NULL,
    rationale TEXT NOT NULL,
    memory TEXT NOT NULL,
    pinned TEXT NOT NULL,
    plans TEXT NOT NULL,
    PRIMARY KEY (step, revision)
);
INSERT INTO "revisions" VALUES('6efa130df5fd4f46b0d2b12df2c0897e',1,1,'2026-11-24T13:26:30.706+00:00',3,1,'I','The bell rang.','','A bell.','["A bell."]','["Row out.","Stay ashore.","Ask Mara."]');
INSERT INTO "revisions" VALUES('1722e39b9b50403aa9ef7f5587c14ca6',1,1,'2026-11-24T13:26:30.707+00:00',5,1,'','They rowed out to it.','','A bell. A boat.','[]','[]');
INSERT INTO "revisions" VALUES('6efa130df5fd4f46b0d2b12df2c0897e',2,2,'2026-11-24T13:26:30.707+00:00',4,1,'I','The bell rang twice.','','A bell.','["A bell."]','["Row out.","Stay ashore.","Ask Mara."]');
INSERT INTO "revisions" VALUES('7e02bb9bebbc46a39943bf72181e3af4',1,3,'2026-11-24T13:26:30.708+00:00',2,0,'','Nobody spoke.','','','[]','[]');
CREATE TABLE steps (
    id TEXT PRIMARY KEY,
    parent TEXT REFERENCES steps (id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    created TEXT NOT NULL,
    next TEXT REFERENCES steps (id),
    latest INTEGER NOT NULL,
    acknowledged INTEGER NOT NULL
);
INSERT INTO "steps" VALUES('6efa130df5fd4f46b0d2b12df2c0897e',NULL,1,'opening','2026-11-24T13:26:30.706+00:00','1722e39b9b50403aa9ef7f5587c14ca6',2,1);
INSERT INTO "steps" VALUES('1722e39b9b50403aa9ef7f5587c14ca6','6efa130df5fd4f46b0d2b12df2c0897e',2,'written','2026-11-24T13:26:30.707+00:00','7e02bb9bebbc46a39943bf72181e3af4',1,1);
INSERT INTO "steps" VALUES('7e02bb9bebbc46a39943bf72181e3af4','1722e39b9b50403aa9ef7f5587c14ca6',3,'own','2026-11-24T13:26:30.708+00:00',NULL,1,3);
CREATE TABLE story (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    tip TEXT REFERENCES steps (id),
    first TEXT REFERENCES steps (id),
    moment INTEGER NOT NULL
);
INSERT INTO "story" VALUES(1,'1722e39b9b50403aa9ef7f5587c14ca6','6efa130df5fd4f46b0d2b12df2c0897e',5);
CREATE INDEX steps_by_parent ON steps (parent);
CREATE VIEW path AS
WITH RECURSIVE walk (id, parent, number, latest, acknowledged) AS (
    SELECT id, parent, number, latest, acknowledged FROM steps
    WHERE id = (SELECT tip FROM story)
    UNION ALL
    SELECT steps.id, steps.parent, steps.number, steps.latest, steps.acknowledged
    FROM walk JOIN steps ON steps.id = walk.parent
)
SELECT id, parent, number, latest, acknowledged FROM walk;
CREATE INDEX revisions_in_short ON revisions (step, revision, moment, words, has_memory, heading);
COMMIT;
