-- People who work with Soleus, their credentials, and members with their devices and care teams.

CREATE TABLE practitioner (
    practitioner_id uuid NOT NULL,
    name text NOT NULL,
    credentials text[] NOT NULL,
    CONSTRAINT practitioner_pkey PRIMARY KEY (practitioner_id)
);

CREATE TABLE licence (
    practitioner_id uuid NOT NULL,
    position integer NOT NULL,
    state text NOT NULL,
    kind text NOT NULL,
    number text NOT NULL,
    valid_from date NOT NULL,
    -- The last valid day, as it is printed on a licence.
    valid_through date NOT NULL,
    CONSTRAINT licence_pkey PRIMARY KEY (practitioner_id, position),
    CONSTRAINT licence_practitioner_fkey FOREIGN KEY (practitioner_id) REFERENCES practitioner,
    CONSTRAINT licence_kind_known CHECK (kind IN ('license', 'compact')),
    CONSTRAINT licence_state_is_a_code CHECK (state ~ '^[A-Z]{2}$'),
    CONSTRAINT licence_ends_after_it_starts CHECK (valid_through >= valid_from)
);

-- A login of a person: practitioner, reviewer or operator.
CREATE TABLE account (
    account_id uuid NOT NULL,
    login text NOT NULL,
    role text NOT NULL,
    name text NOT NULL,
    -- Argon2id in its encoded form, with salt and parameters.
    password_hash text NOT NULL,
    -- For practitioners and reviewers: their id in the directory, for which their credentials speak.
    practitioner_id uuid,
    failed_sign_ins integer NOT NULL DEFAULT 0,
    locked_until timestamptz,
    CONSTRAINT account_pkey PRIMARY KEY (account_id),
    CONSTRAINT account_login_unique UNIQUE (login),
    CONSTRAINT account_login_is_plain CHECK (login ~ '^[a-z0-9][a-z0-9._@-]{0,79}$'),
    CONSTRAINT account_role_known CHECK (role IN ('practitioner', 'reviewer', 'operator')),
    CONSTRAINT account_practitioner_fkey FOREIGN KEY (practitioner_id) REFERENCES practitioner,
    CONSTRAINT account_practitioner_is_named CHECK ((role = 'operator') = (practitioner_id IS NULL))
);

-- One sign-in, enrolled device or program: the family of tokens that ends at once when it is revoked.
CREATE TABLE credential (
    credential_id uuid NOT NULL,
    role text NOT NULL,
    -- The member's, practitioner's, sponsor's or account's id.
    subject_id uuid NOT NULL,
    device_id uuid,
    label text NOT NULL,
    issued_at timestamptz NOT NULL,
    revoked_at timestamptz,
    CONSTRAINT credential_pkey PRIMARY KEY (credential_id),
    CONSTRAINT credential_role_known CHECK (role IN ('member', 'practitioner', 'reviewer', 'sponsor', 'operator')),
    CONSTRAINT credential_member_has_device CHECK ((role = 'member') = (device_id IS NOT NULL))
);

CREATE INDEX credential_subject ON credential (subject_id);

-- Only the SHA-256 of a token is kept: who reads this table cannot sign in with it.
CREATE TABLE token (
    digest bytea NOT NULL,
    credential_id uuid NOT NULL,
    kind text NOT NULL,
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    -- The digest of the refresh token in exchange for which it was made; null for the first pair.
    replaces bytea,
    -- When a refresh token was exchanged; a second exchange much later means that two parties hold it.
    used_at timestamptz,
    -- When the answer that carried a refresh token counted as lost, and another was made in its place.
    withdrawn_at timestamptz,
    CONSTRAINT token_pkey PRIMARY KEY (digest),
    CONSTRAINT token_credential_fkey FOREIGN KEY (credential_id) REFERENCES credential,
    CONSTRAINT token_digest_length CHECK (octet_length(digest) = 32),
    CONSTRAINT token_kind_known CHECK (kind IN ('access', 'refresh'))
);

CREATE INDEX token_credential ON token (credential_id);

CREATE TABLE member (
    member_id uuid NOT NULL,
    first_name text NOT NULL,
    last_name text NOT NULL,
    birth_date date NOT NULL,
    state text NOT NULL,
    time_zone text NOT NULL,
    -- The roster entry that entitled the member to enrol. No foreign key: rosters live on another shard.
    sponsor_id uuid NOT NULL,
    sponsor_number text NOT NULL,
    enrolled_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT member_pkey PRIMARY KEY (member_id),
    CONSTRAINT member_state_is_a_code CHECK (state ~ '^[A-Z]{2}$')
);

-- A roster entry enrols once. Not led by member_id, because it is asked before there is one.
CREATE TABLE enrolled_person (
    sponsor_id uuid NOT NULL,
    number text NOT NULL,
    member_id uuid NOT NULL,
    CONSTRAINT enrolled_person_pkey PRIMARY KEY (sponsor_id, number)
);

CREATE TABLE device (
    member_id uuid NOT NULL,
    device_id uuid NOT NULL,
    name text NOT NULL,
    credential_id uuid NOT NULL,
    -- SHA-256 of the key that the device made at enrolment, by which a repeat of it is recognised.
    enrolment_key_digest bytea NOT NULL,
    enrolled_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz,
    CONSTRAINT device_pkey PRIMARY KEY (member_id, device_id),
    CONSTRAINT device_member_fkey FOREIGN KEY (member_id) REFERENCES member,
    CONSTRAINT device_enrolment_key_digest_length CHECK (octet_length(enrolment_key_digest) = 32)
);

-- Who looks after a member, and when. A period that has ended stays, as the answer to "who could see this then?".
CREATE TABLE care_team_member (
    member_id uuid NOT NULL,
    practitioner_id uuid NOT NULL,
    valid_from timestamptz NOT NULL,
    -- The first moment without access; null while no end is set.
    valid_to timestamptz,
    role text NOT NULL,
    CONSTRAINT care_team_member_pkey PRIMARY KEY (member_id, practitioner_id, valid_from),
    CONSTRAINT care_team_member_member_fkey FOREIGN KEY (member_id) REFERENCES member,
    CONSTRAINT care_team_member_role_known CHECK (role IN ('lead_pt', 'covering_pt', 'coach', 'md_reviewer')),
    CONSTRAINT care_team_member_ends_after_it_starts CHECK (valid_to >= valid_from)
);

CREATE INDEX care_team_member_practitioner ON care_team_member (practitioner_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON practitioner, licence TO soleus_care;
GRANT SELECT, INSERT, UPDATE ON account, credential TO soleus_care;
GRANT SELECT, INSERT, UPDATE, DELETE ON token TO soleus_care;
GRANT SELECT, INSERT, UPDATE ON member, device, care_team_member TO soleus_care;
GRANT SELECT, INSERT ON enrolled_person TO soleus_care;
