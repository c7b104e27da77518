-- A book as rgpt wrote it with schema 2.
PRAGMA application_id = 1380405332;
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE briefs (
    moment INTEGER PRIMARY KEY,
    brief TEXT NOT NULL,
    created TEXT NOT NULL
);
INSERT INTO "briefs" VALUES(0,'{"title":"The Drowned Bell","language":"en","genre":"","topic":"","description":"","style":"","point_of_view":"","cast":"","outline":"","target_words":null}','2026-11-24T18:10:52.477+00:00');
CREATE TABLE drafts (
    id TEXT PRIMARY KEY,
    parent TEXT REFERENCES steps (id),
    draft TEXT NOT NULL,
    moment INTEGER NOT NULL,
    open INTEGER NOT NULL,
    updated TEXT NOT NULL
);
INSERT INTO "drafts" VALUES('5e518b4ef1054f2a926e32df020a8d84','2bfd5db536654815af51af7f37d0883e','{"parent":"2bfd5db536654815af51af7f37d0883e","plan":null,"heading":"","sections":{"paragraph":"The wat"},"unfinished":null,"making":{"recalled":[],"requests":[],"model":"","usage":{"prompt_tokens":0,"cached_tokens":0,"completion_tokens":0,"estimated":false},"cost":null,"seconds":0.0,"rounds":0},"id":"5e518b4ef1054f2a926e32df020a8d84"}',6,1,'2026-11-24T18:10:52.483+00:00');
CREATE TABLE makings (
    step TEXT PRIMARY KEY REFERENCES steps (id),
    plan TEXT,
    making TEXT NOT NULL
);
INSERT INTO "makings" VALUES('3e4fc6712b074a53bd4d15d292790dc5',NULL,'{"recalled":[],"requests":[],"model":"openai/writer","usage":{"prompt_tokens":0,"cached_tokens":0,"completion_tokens":0,"estimated":false},"cost":null,"seconds":0.0,"rounds":1}');
INSERT INTO "makings" VALUES('81a6f5bd75c4442481976897b1f89425','{"text":"row","source":"offered","offered":1,"reason":""}','{"recalled":[],"requests":[],"model":"openai/writer","usage":{"prompt_tokens":0,"cached_tokens":0,"completion_tokens":0,"estimated":false},"cost":null,"seconds":0.0,"rounds":1}');
INSERT INTO "makings" VALUES('6b5768606e1248cd9aaa58bc66997d04',NULL,'{"recalled":[],"requests":[],"model":"openai/writer","usage":{"prompt_tokens":0,"cached_tokens":0,"completion_tokens":0,"estimated":false},"cost":null,"seconds":0.0,"rounds":1}');
INSERT INTO "makings" VALUES('2bfd5db536654815af51af7f37d0883e','{"text":"wait","source":"offered","offered":2,"reason":""}','{"recalled":[],"requests":[],"model":"openai/writer","usage":{"prompt_tokens":0,"cached_tokens":0,"completion_tokens":0,"estimated":false},"cost":null,"seconds":0.0,"rounds":1}');
CREATE TABLE marks (
    step TEXT PRIMARY KEY REFERENCES steps (id),
    mark TEXT NOT NULL CHECK (mark IN ('pin', 'mute'))
);
INSERT INTO "marks" VALUES('3e4fc6712b074a53bd4d15d292790dc5','pin');
CREATE TABLE requests (
    step TEXT NOT NULL REFERENCES steps (id),
    round INTEGER NOT NULL,
    request TEXT NOT NULL,
    PRIMARY KEY (step, round)
);
INSERT INTO "requests" VALUES('3e4fc6712b074a53bd4d15d292790dc5',1,'{"purpose":"paragraph","messages":[{"role":"user","content":"Write."}],"reply":"The bell rang twice."}');
INSERT INTO "requests" VALUES('81a6f5bd75c4442481976897b1f89425',1,'{"purpose":"paragraph","messages":[{"role":"user","content":"Write."}],"reply":"They rowed out."}');
INSERT INTO "requests" VALUES('6b5768606e1248cd9aaa58bc66997d04',1,'{"purpose":"paragraph","messages":[{"role":"user","content":"Write."}],"reply":"Nobody spoke."}');
INSERT INTO "requests" VALUES('2bfd5db536654815af51af7f37d0883e',1,'{"purpose":"paragraph","messages":[{"role":"user","content":"Write."}],"reply":"They waited on the shore."}');
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
INSERT INTO "revisions" VALUES('3e4fc6712b074a53bd4d15d292790dc5',1,1,'2026-11-24T18:10:52.481+00:00',4,1,'The Bell','The bell rang twice.','','A bell.','[]','["row","wait","ask"]');
INSERT INTO "revisions" VALUES('81a6f5bd75c4442481976897b1f89425',1,1,'2026-11-24T18:10:52.481+00:00',3,0,'','They rowed out.','','','[]','[]');
INSERT INTO "revisions" VALUES('6b5768606e1248cd9aaa58bc66997d04',1,2,'2026-11-24T18:10:52.482+00:00',2,0,'','Nobody spoke.','','','[]','[]');
INSERT INTO "revisions" VALUES('2bfd5db536654815af51af7f37d0883e',1,4,'2026-11-24T18:10:52.482+00:00',5,0,'','They waited on the shore.','','','[]','["sleep","call","leave"]');
INSERT INTO "revisions" VALUES('3e4fc6712b074a53bd4d15d292790dc5',2,5,'2026-11-24T18:10:52.483+00:00',5,1,'The Bell','The drowned bell rang twice.','','A bell.','[]','["row","wait","ask"]');
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
INSERT INTO "steps" VALUES('3e4fc6712b074a53bd4d15d292790dc5',NULL,1,'written','2026-11-24T18:10:52.480+00:00','2bfd5db536654815af51af7f37d0883e',2,1);
INSERT INTO "steps" VALUES('81a6f5bd75c4442481976897b1f89425','3e4fc6712b074a53bd4d15d292790dc5',2,'written','2026-11-24T18:10:52.481+00:00','6b5768606e1248cd9aaa58bc66997d04',1,1);
INSERT INTO "steps" VALUES('6b5768606e1248cd9aaa58bc66997d04','81a6f5bd75c4442481976897b1f89425',3,'written','2026-11-24T18:10:52.482+00:00',NULL,1,2);
INSERT INTO "steps" VALUES('2bfd5db536654815af51af7f37d0883e','3e4fc6712b074a53bd4d15d292790dc5',2,'written','2026-11-24T18:10:52.482+00:00',NULL,1,4);
CREATE TABLE story (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    tip TEXT REFERENCES steps (id),
    first TEXT REFERENCES steps (id),
    moment INTEGER NOT NULL
);
INSERT INTO "story" VALUES(1,'3e4fc6712b074a53bd4d15d292790dc5','3e4fc6712b074a53bd4d15d292790dc5',8);
CREATE TABLE unsent (
    step TEXT REFERENCES steps (id),
    box TEXT NOT NULL,
    text TEXT NOT NULL,
    revision INTEGER,
    moment INTEGER NOT NULL,
    updated TEXT NOT NULL
);
INSERT INTO "unsent" VALUES(NULL,'brief','{}',NULL,7,'2026-11-24T18:10:52.483+00:00');
CREATE INDEX steps_by_parent ON steps (parent);
CREATE INDEX revisions_in_short ON revisions (step, revision, moment, words, has_memory, heading);
CREATE UNIQUE INDEX unsent_by_box ON unsent (coalesce(step, ''), box);
CREATE INDEX revisions_by_time ON revisions (created, step, revision, words);
CREATE VIEW path AS
WITH RECURSIVE walk (id, parent, number, kind, created, latest, acknowledged) AS (
    SELECT id, parent, number, kind, created, latest, acknowledged FROM steps
    WHERE id = (SELECT tip FROM story)
    UNION ALL
    SELECT steps.id, steps.parent, steps.number, steps.kind, steps.created, steps.latest,
           steps.acknowledged
    FROM walk JOIN steps ON steps.id = walk.parent
)
SELECT id, parent, number, kind, created, latest, acknowledged FROM walk;
COMMIT;
