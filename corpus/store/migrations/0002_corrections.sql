-- Which version of the readers read a document (0: one before versions were kept), the corrections that its reading
-- applied, and the history of all corrections. A correction belongs to bytes, not to a document of the library: it
-- stays when the document is removed, and counts again when the same bytes come back.

ALTER TABLE document ADD COLUMN reader INTEGER NOT NULL DEFAULT 0;
ALTER TABLE document ADD COLUMN corrections JSON NOT NULL DEFAULT '[]';

CREATE TABLE correction (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    sha256 VARCHAR NOT NULL,
    citation_id VARCHAR NOT NULL,
    document_name VARCHAR NOT NULL,
    place JSON NOT NULL,
    "before" VARCHAR NOT NULL,
    "after" VARCHAR NOT NULL,
    who VARCHAR NOT NULL,
    "when" VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    undone_who VARCHAR,
    undone_when VARCHAR,
    undone_why VARCHAR
);
CREATE INDEX ix_correction_sha256 ON correction (sha256);
CREATE INDEX ix_correction_citation_id ON correction (citation_id);
