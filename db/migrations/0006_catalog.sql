-- The catalog: exercises, templates, articles and disclaimers, the same for everyone, synced by a version of its own.

CREATE TABLE catalog (
    -- There is one.
    is_only boolean NOT NULL DEFAULT true,
    epoch uuid NOT NULL,
    version bigint NOT NULL,
    checksum bytea NOT NULL,
    CONSTRAINT catalog_pkey PRIMARY KEY (is_only),
    CONSTRAINT catalog_is_one CHECK (is_only),
    CONSTRAINT catalog_checksum_length CHECK (octet_length(checksum) = 16)
);

INSERT INTO catalog (epoch, version, checksum) VALUES (gen_random_uuid(), 0, '\x00000000000000000000000000000000');

-- One exact version of one piece of content. Versions are never changed: a plan pins those it was made with.
CREATE TABLE content_version (
    kind text NOT NULL,
    slug text NOT NULL,
    version integer NOT NULL,
    -- The catalog version that published it.
    catalog_version bigint NOT NULL,
    -- Canonical JSON of the Codable form in Care/Catalog.
    body text NOT NULL,
    published_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT content_version_pkey PRIMARY KEY (kind, slug, version),
    CONSTRAINT content_version_catalog_version_unique UNIQUE (catalog_version),
    CONSTRAINT content_version_kind_known CHECK (kind IN ('exercise', 'template', 'article', 'disclaimer')),
    CONSTRAINT content_version_positive CHECK (version >= 1)
);

GRANT SELECT ON catalog, content_version TO soleus_care;

-- The servers refuse a schema that they do not know.
GRANT SELECT ON schema_migration TO soleus_care, soleus_eligibility;
