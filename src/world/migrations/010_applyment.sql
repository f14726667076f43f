-- Onboarding. A state is told from the record's facts; the columns are what applications are looked for by.
CREATE TABLE applyment (
    key TEXT PRIMARY KEY,           -- provider/out_request_no, or provider/business_code
    applyment_id TEXT NOT NULL,
    provider TEXT NOT NULL,
    sub_mchid TEXT,
    signer TEXT,                    -- provider/id number of who signed for a small merchant (AP-11)
    data TEXT NOT NULL
);
CREATE UNIQUE INDEX applyment_id ON applyment (applyment_id);
CREATE INDEX applyment_provider ON applyment (provider);
CREATE INDEX applyment_sub_mchid ON applyment (sub_mchid);
CREATE INDEX applyment_signer ON applyment (signer);
