"""What the story of the stored screens tells."""

PARAGRAPHS = (
    "The keeper came up the iron stair with the oil can in his left hand, counting as he had "
    "counted every night for eleven years. At the hundred and ninth step he stopped. Below him, "
    "under the noise of the sea, a bell was ringing.\n\n"
    "“There is no bell,” said Marta. She had not moved from the door.",
    "By morning the boat was gone, and with it the coil of new rope. Nobody in the village had "
    "seen a sail.",
    "He found the bell's name in the parish book, struck through twice: once in ink, once with a "
    "knife. “Saint Elme,” he read aloud, and the window answered.",
    "The doctor's widow sold him a chart of the reef for two candles and a promise. On its back "
    "somebody had drawn a tower where no tower stood.",
    "Fog held for three days. The keeper lit the lamp at noon, and gulls came in and sat along the "
    "gallery rail like a jury.",
    "Marta brought bread, and a letter without a stamp. It asked for the return of what had been "
    "borrowed in the winter of the great storm.",
    "They rowed out at slack water. The oars came up hung with weed, and once with a strip of red "
    "cloth as long as a man.",
    "“Eleven fathoms,” said the boy, drawing in the lead. There was bronze on the tallow, bright "
    "as a new coin.",
    "That night the lamp went out by itself. In the dark the bell struck one, and then, a long "
    "while after, as if it had been thinking, two.",
)
