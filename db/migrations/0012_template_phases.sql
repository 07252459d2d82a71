-- A program comes in phases, and a revision says for which of them it is: whether a member may leave a phase can only be
-- asked while it is known which one they are in.

ALTER TABLE plan_revision
    ADD COLUMN template_phase text,
    ADD CONSTRAINT plan_revision_phase_is_of_a_template CHECK (template_phase IS NULL OR template_slug IS NOT NULL);
