-- Exchange with other systems: acknowledgements of sponsors' 834 files, and credentials of partners.

-- The 999 (and TA1) of a file, as its sponsor can fetch it. It repeats no value of the file.
CREATE TABLE load_acknowledgement (
    sponsor_id uuid NOT NULL,
    load_id uuid NOT NULL,
    made_at timestamptz NOT NULL,
    -- A, E, P or R, as AK9 says it.
    verdict text NOT NULL,
    bytes bytea NOT NULL,
    CONSTRAINT load_acknowledgement_pkey PRIMARY KEY (sponsor_id, load_id),
    CONSTRAINT load_acknowledgement_load_fkey FOREIGN KEY (sponsor_id, load_id) REFERENCES eligibility_load,
    CONSTRAINT load_acknowledgement_verdict_known CHECK (verdict IN ('A', 'E', 'P', 'R'))
);

GRANT SELECT, INSERT ON load_acknowledgement TO soleus_eligibility;

-- A partner may ask about a sponsor's people and is told why a question finds nobody; its subject is the sponsor.
ALTER TABLE credential
    DROP CONSTRAINT credential_role_known,
    ADD CONSTRAINT credential_role_known
        CHECK (role IN ('member', 'practitioner', 'reviewer', 'sponsor', 'partner', 'operator'));
