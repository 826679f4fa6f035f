-- The first schema of the library. Never edited after a release: later changes are new numbered files.

CREATE TABLE amount_step (
    unit VARCHAR NOT NULL,
    step BIGINT NOT NULL,
    PRIMARY KEY (unit, step)
) WITHOUT ROWID;

CREATE TABLE meta (
    name VARCHAR NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE organisation (
    id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (name)
);

CREATE TABLE outbox (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    document_id VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    content VARCHAR NOT NULL
);
CREATE INDEX ix_outbox_document_id ON outbox (document_id);

CREATE TABLE document (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    organisation_id INTEGER NOT NULL,
    level VARCHAR NOT NULL,
    fiscal_year INTEGER,
    stage VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    evidence JSON NOT NULL,
    redactions INTEGER NOT NULL,
    origin VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    UNIQUE (id),
    UNIQUE (sha256),
    FOREIGN KEY(organisation_id) REFERENCES organisation (id)
);
CREATE INDEX ix_document_name ON document (name);
CREATE INDEX ix_document_organisation_id ON document (organisation_id);

CREATE TABLE cell (
    document INTEGER NOT NULL,
    n INTEGER NOT NULL,
    table_n INTEGER,
    "row" INTEGER NOT NULL,
    "column" INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    source INTEGER NOT NULL,
    value BIGINT,
    step BIGINT,
    unit VARCHAR,
    scale VARCHAR,
    qualifier VARCHAR,
    amount_printed VARCHAR,
    PRIMARY KEY (document, n),
    FOREIGN KEY(document) REFERENCES document (number) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX cell_amount ON cell (unit, step, value);

CREATE TABLE check_result (
    document INTEGER NOT NULL,
    n INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    sentence VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    expected BIGINT,
    actual BIGINT,
    difference BIGINT,
    tolerance BIGINT,
    expected_sources JSON NOT NULL,
    actual_sources JSON NOT NULL,
    subjects JSON NOT NULL,
    PRIMARY KEY (document, n),
    FOREIGN KEY(document) REFERENCES document (number) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX ix_check_result_status ON check_result (status);

CREATE TABLE form_field (
    document INTEGER NOT NULL,
    n INTEGER NOT NULL,
    project INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    source INTEGER NOT NULL,
    PRIMARY KEY (document, n),
    FOREIGN KEY(document) REFERENCES document (number) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE gram (
    document INTEGER NOT NULL,
    gram VARCHAR NOT NULL,
    text INTEGER NOT NULL,
    PRIMARY KEY (document, gram, text),
    FOREIGN KEY(document) REFERENCES document (number) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE heading (
    document INTEGER NOT NULL,
    n INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    level INTEGER NOT NULL,
    source INTEGER NOT NULL,
    PRIMARY KEY (document, n),
    FOREIGN KEY(document) REFERENCES document (number) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE indicator (
    document INTEGER NOT NULL,
    n INTEGER NOT NULL,
    project INTEGER NOT NULL,
    "key" VARCHAR NOT NULL,
    level1 VARCHAR NOT NULL,
    level2 VARCHAR NOT NULL,
    level3 VARCHAR NOT NULL,
    target INTEGER NOT NULL,
    note VARCHAR NOT NULL,
    source INTEGER NOT NULL,
    PRIMARY KEY (document, n),
    FOREIGN KEY(document) REFERENCES document (number) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE line_item (
    document INTEGER NOT NULL,
    n INTEGER NOT NULL,
    project INTEGER NOT NULL,
    "key" VARCHAR NOT NULL,
    content VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    amount INTEGER,
    unit_price INTEGER,
    quantity INTEGER,
    note VARCHAR NOT NULL,
    table_key VARCHAR NOT NULL,
    "row" INTEGER NOT NULL,
    PRIMARY KEY (document, n),
    FOREIGN KEY(document) REFERENCES document (number) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE observation (
    document INTEGER NOT NULL,
    n INTEGER NOT NULL,
    statement INTEGER NOT NULL,
    source INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    value BIGINT,
    step BIGINT,
    unit VARCHAR,
    scale VARCHAR,
    qualifier VARCHAR,
    amount_printed VARCHAR,
    origin VARCHAR NOT NULL,
    direction VARCHAR,
    duplicate BOOLEAN NOT NULL,
    PRIMARY KEY (document, n),
    FOREIGN KEY(document) REFERENCES document (number) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX observation_amount ON observation (unit, step, value);
CREATE INDEX observation_statement ON observation (document, statement);

CREATE TABLE paragraph (
    document INTEGER NOT NULL,
    n INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    source INTEGER NOT NULL,
    PRIMARY KEY (document, n),
    FOREIGN KEY(document) REFERENCES document (number) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE part (
    document INTEGER NOT NULL,
    n INTEGER NOT NULL,
    parent INTEGER NOT NULL,
    child INTEGER NOT NULL,
    sign INTEGER NOT NULL,
    basis VARCHAR NOT NULL,
    complete BOOLEAN NOT NULL,
    PRIMARY KEY (document, n),
    UNIQUE (document, parent, basis, child),
    FOREIGN KEY(document) REFERENCES document (number) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE policy (
    document INTEGER NOT NULL,
    n INTEGER NOT NULL,
    project INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    measures VARCHAR NOT NULL,
    phases JSON NOT NULL,
    source INTEGER NOT NULL,
    PRIMARY KEY (document, n),
    FOREIGN KEY(document) REFERENCES document (number) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE problem (
    document INTEGER NOT NULL,
    n INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    message VARCHAR NOT NULL,
    source INTEGER,
    PRIMARY KEY (document, n),
    FOREIGN KEY(document) REFERENCES document (number) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE project (
    document INTEGER NOT NULL,
    n INTEGER NOT NULL,
    "key" VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    year INTEGER,
    category VARCHAR NOT NULL,
    funding JSON NOT NULL,
    lines_total INTEGER,
    source INTEGER NOT NULL,
    PRIMARY KEY (document, n),
    UNIQUE (document, "key"),
    FOREIGN KEY(document) REFERENCES document (number) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX ix_project_name ON project (name);

CREATE TABLE source (
    document INTEGER NOT NULL,
    n INTEGER NOT NULL,
    citation_id VARCHAR NOT NULL,
    page INTEGER,
    line INTEGER,
    char_from INTEGER,
    char_to INTEGER,
    bbox JSON,
    table_key VARCHAR,
    "row" INTEGER,
    "column" INTEGER,
    printed VARCHAR NOT NULL,
    cell INTEGER,
    observation INTEGER,
    PRIMARY KEY (document, n),
    FOREIGN KEY(document) REFERENCES document (number) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX ix_source_citation_id ON source (citation_id);

CREATE TABLE statement (
    document INTEGER NOT NULL,
    n INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    level VARCHAR NOT NULL,
    subject INTEGER NOT NULL,
    measure VARCHAR NOT NULL,
    side VARCHAR NOT NULL,
    expenditure_kind VARCHAR NOT NULL,
    fund_scope VARCHAR NOT NULL,
    period_from INTEGER NOT NULL,
    period_to INTEGER NOT NULL,
    period_kind VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    "view" VARCHAR NOT NULL,
    base_period INTEGER NOT NULL,
    base_stage VARCHAR NOT NULL,
    PRIMARY KEY (document, n),
    CONSTRAINT statement_key UNIQUE (document, subject, organisation_id, level, measure, side, expenditure_kind, fund_scope, period_from, period_to, period_kind, stage, "view", base_period, base_stage),
    FOREIGN KEY(document) REFERENCES document (number) ON DELETE CASCADE,
    FOREIGN KEY(organisation_id) REFERENCES organisation (id)
) WITHOUT ROWID;
CREATE INDEX ix_statement_organisation_id ON statement (organisation_id);

CREATE TABLE subject (
    document INTEGER NOT NULL,
    n INTEGER NOT NULL,
    "key" VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    parent VARCHAR NOT NULL,
    project VARCHAR NOT NULL,
    PRIMARY KEY (document, n),
    UNIQUE (document, "key"),
    FOREIGN KEY(document) REFERENCES document (number) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX subject_code ON subject (code);
CREATE INDEX subject_key ON subject ("key");
CREATE INDEX subject_name ON subject (name);

CREATE TABLE table_ (
    document INTEGER NOT NULL,
    n INTEGER NOT NULL,
    "key" VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    caption VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    project VARCHAR,
    year INTEGER,
    columns JSON NOT NULL,
    labels JSON NOT NULL,
    header_rows JSON NOT NULL,
    source INTEGER NOT NULL,
    PRIMARY KEY (document, n),
    UNIQUE (document, "key"),
    FOREIGN KEY(document) REFERENCES document (number) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE text (
    document INTEGER NOT NULL,
    n INTEGER NOT NULL,
    folded VARCHAR NOT NULL,
    PRIMARY KEY (document, n),
    FOREIGN KEY(document) REFERENCES document (number) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE text_place (
    document INTEGER NOT NULL,
    text INTEGER NOT NULL,
    source INTEGER NOT NULL,
    PRIMARY KEY (document, text, source),
    FOREIGN KEY(document) REFERENCES document (number) ON DELETE CASCADE
) WITHOUT ROWID;

INSERT INTO meta (name, value) VALUES ('version', 0);
