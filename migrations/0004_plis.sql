-- What came and went. None of it is part of the books: a replay does not touch it.

-- Signatures of heads by the authors of their streams: what lets this workspace relay them. Only ever added to.
CREATE TABLE head_signature (
  stream_id INTEGER NOT NULL REFERENCES stream (id),
  sequence INTEGER NOT NULL,
  -- The letter it was signed with, which may not be the one that this workspace gave to the stream.
  device TEXT NOT NULL,
  key TEXT NOT NULL,
  signature TEXT NOT NULL,
  PRIMARY KEY (stream_id, sequence)
) STRICT, WITHOUT ROWID;

-- What another workspace says it holds of each stream, from its latest receipt.
CREATE TABLE peer_head (
  peer TEXT NOT NULL,
  stream_id INTEGER NOT NULL REFERENCES stream (id),
  sequence INTEGER NOT NULL,
  hash TEXT NOT NULL,
  entries INTEGER NOT NULL,
  debit_cents INTEGER NOT NULL,
  logical_time INTEGER NOT NULL,
  -- The last fact that it named and that is the same here.
  agreed INTEGER NOT NULL DEFAULT 0,
  -- It holds another history, and this workspace was shown that there is one; such a stream is not sent to it again.
  forked_at INTEGER,
  -- Where it says itself that they part: it needs no witness any more.
  told_at INTEGER,
  PRIMARY KEY (peer, stream_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE sent_pli (
  id INTEGER PRIMARY KEY,
  addressee TEXT NOT NULL,
  number INTEGER NOT NULL,
  header_hash TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  facts INTEGER NOT NULL,
  logical_time INTEGER NOT NULL,
  -- Of its header: recipients, segments.
  recipients TEXT NOT NULL,
  segments TEXT NOT NULL,
  UNIQUE (addressee, number)
) STRICT;

-- Every file taken in hand, by the hash of its sealed bytes: a batch that was cut short goes on where it stopped.
CREATE TABLE received_pli (
  file_hash TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  taken_at INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('taken', 'known', 'waiting', 'refused')),
  sender TEXT,
  sender_name TEXT,
  addressee TEXT,
  number INTEGER,
  header_hash TEXT,
  logical_time INTEGER,
  facts INTEGER NOT NULL,
  -- The answer as it was given, JSON.
  answer TEXT NOT NULL
) STRICT;
CREATE INDEX received_pli_by_sender ON received_pli (sender, addressee, number);
CREATE INDEX received_pli_by_outcome ON received_pli (outcome, taken_at);

-- Sealed bytes of what waits for another pli; taken again by itself when that one comes.
CREATE TABLE waiting_pli (
  file_hash TEXT PRIMARY KEY REFERENCES received_pli (file_hash),
  bytes BLOB NOT NULL
) STRICT;

-- Two histories of one stream, both signed: kept as it came, for a person to settle.
CREATE TABLE fork (
  stream_id INTEGER NOT NULL REFERENCES stream (id),
  at_sequence INTEGER NOT NULL,
  -- 1: it is the first fact that differs. 0: the histories parted there or before.
  exact INTEGER NOT NULL DEFAULT 1 CHECK (exact IN (0, 1)),
  -- Who brought it, when his key was known; else nobody.
  sender TEXT NOT NULL DEFAULT '',
  -- The other history: its head and its facts as received (JSON).
  to_sequence INTEGER NOT NULL,
  head_hash TEXT NOT NULL,
  key TEXT NOT NULL,
  signature TEXT NOT NULL,
  facts TEXT NOT NULL,
  found_at INTEGER NOT NULL,
  settled_at INTEGER,
  PRIMARY KEY (stream_id, at_sequence, head_hash, sender)
) STRICT;

-- Whether something was told before is asked at every pli.
CREATE INDEX notice_by_code ON notice (code, data);
