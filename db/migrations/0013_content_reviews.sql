-- How content comes to be published: drafted, reviewed twice by people who did not write it, published, and one day retired.
--
-- content_version stays what it was, the published versions that plans pin and devices sync. Here is the way there, and
-- what was reviewed and sent back. Rows are never deleted.

CREATE TABLE content_draft (
    kind text NOT NULL,
    slug text NOT NULL,
    -- Numbered with the published versions: what was reviewed as version 3 is published as version 3, or never.
    version integer NOT NULL,
    body text NOT NULL,
    state text NOT NULL,
    -- Null for what came with a release of Soleus, which nobody of this practice wrote.
    author_id uuid,
    author text NOT NULL,
    -- What changed and why.
    reason text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    published_by text,
    review_due_on date,
    retired_by text,
    retired_reason text,
    CONSTRAINT content_draft_pkey PRIMARY KEY (kind, slug, version),
    CONSTRAINT content_draft_author_fkey FOREIGN KEY (author_id) REFERENCES practitioner,
    CONSTRAINT content_draft_kind_known CHECK (kind IN ('exercise', 'template', 'article', 'disclaimer')),
    CONSTRAINT content_draft_positive CHECK (version >= 1),
    CONSTRAINT content_draft_state_known
        CHECK (state IN ('draft', 'clinical_review', 'medical_review', 'returned', 'published', 'retired')),
    CONSTRAINT content_draft_published_is_due
        CHECK (state NOT IN ('published', 'retired') OR (published_by IS NOT NULL AND review_due_on IS NOT NULL)),
    CONSTRAINT content_draft_retired_has_reason
        CHECK ((state = 'retired') = (retired_by IS NOT NULL AND retired_reason IS NOT NULL))
);

-- One piece has one version under way at a time: two would be reviewed against different texts.
CREATE UNIQUE INDEX content_draft_one_under_way ON content_draft (kind, slug)
    WHERE state IN ('draft', 'clinical_review', 'medical_review');

-- One review of one exact version.
CREATE TABLE content_review (
    kind text NOT NULL,
    slug text NOT NULL,
    version integer NOT NULL,
    step text NOT NULL,
    -- Null for the reviews that a release of Soleus came with.
    reviewer_id uuid,
    -- Name and credentials as they were on that day.
    reviewer text NOT NULL,
    credentials text[] NOT NULL,
    decision text NOT NULL,
    note text,
    reviewed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT content_review_pkey PRIMARY KEY (kind, slug, version, step),
    CONSTRAINT content_review_draft_fkey FOREIGN KEY (kind, slug, version) REFERENCES content_draft,
    CONSTRAINT content_review_reviewer_fkey FOREIGN KEY (reviewer_id) REFERENCES practitioner,
    CONSTRAINT content_review_one_person_once UNIQUE (kind, slug, version, reviewer_id),
    CONSTRAINT content_review_step_known CHECK (step IN ('clinical', 'medical')),
    CONSTRAINT content_review_decision_known CHECK (decision IN ('approved', 'returned')),
    CONSTRAINT content_review_return_says_why CHECK (decision = 'approved' OR note IS NOT NULL)
);

-- What was published before there were reviews came with a release: its reviewers are the release's offices.
INSERT INTO content_draft (kind, slug, version, body, state, author, reason, created_at, published_by, review_due_on)
SELECT kind, slug, version, body, 'published', 'Soleus', 'Published before reviews were kept', published_at, 'Soleus',
    (published_at + interval '2 years')::date
FROM content_version;

-- The serving role drafts and reviews, and can write nothing that members see: only this function publishes, and only what
-- two people approved who are neither the author nor each other.
CREATE FUNCTION publish_content(
    wanted_kind text, wanted_slug text, wanted_version integer, publisher text, due_on date, next_version bigint,
    next_checksum bytea
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM content_draft AS draft
    JOIN content_review AS clinical ON clinical.kind = draft.kind AND clinical.slug = draft.slug
        AND clinical.version = draft.version AND clinical.step = 'clinical' AND clinical.decision = 'approved'
    JOIN content_review AS medical ON medical.kind = draft.kind AND medical.slug = draft.slug
        AND medical.version = draft.version AND medical.step = 'medical' AND medical.decision = 'approved'
    WHERE draft.kind = wanted_kind AND draft.slug = wanted_slug AND draft.version = wanted_version
        AND draft.state = 'medical_review' AND clinical.reviewer_id <> medical.reviewer_id
        AND draft.author_id IS DISTINCT FROM clinical.reviewer_id
        AND draft.author_id IS DISTINCT FROM medical.reviewer_id;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE catalog SET version = next_version, checksum = next_checksum WHERE version = next_version - 1;
    IF NOT FOUND THEN
        RAISE serialization_failure USING MESSAGE = 'the catalog has moved on';
    END IF;
    INSERT INTO content_version (kind, slug, version, catalog_version, body)
    SELECT kind, slug, version, next_version, body FROM content_draft
    WHERE kind = wanted_kind AND slug = wanted_slug AND version = wanted_version;
    UPDATE content_draft SET state = 'published', published_by = publisher, review_due_on = due_on
    WHERE kind = wanted_kind AND slug = wanted_slug AND version = wanted_version;
    RETURN true;
END
$$;

REVOKE EXECUTE ON FUNCTION publish_content FROM PUBLIC;
GRANT EXECUTE ON FUNCTION publish_content TO soleus_care;
GRANT SELECT, INSERT ON content_draft, content_review TO soleus_care;
-- A body is never changed: another text is another version. What is published stays so, but for being retired.
GRANT UPDATE (state, retired_by, retired_reason) ON content_draft TO soleus_care;

CREATE FUNCTION content_state_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (
        (OLD.state = 'draft' AND NEW.state = 'clinical_review')
        OR (OLD.state = 'clinical_review' AND NEW.state IN ('medical_review', 'returned'))
        OR (OLD.state = 'medical_review' AND NEW.state IN ('returned', 'published'))
        OR (OLD.state = 'published' AND NEW.state = 'retired')
    ) OR (NEW.state = 'published' AND current_user = 'soleus_care') THEN
        RAISE check_violation USING CONSTRAINT = 'content_draft_state_goes_forward',
            MESSAGE = 'content goes from draft over two reviews to published and retired';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER content_draft_state_goes_forward BEFORE UPDATE OF state ON content_draft
    FOR EACH ROW EXECUTE FUNCTION content_state_goes_forward();
