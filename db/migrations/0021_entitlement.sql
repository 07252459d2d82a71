-- A roster entry entitles and does not identify.
--
-- Number, name and birth date are what an employer knows of its people too. While an entry made one member and no more, whoever
-- tried to enrol with them learnt whether somebody had: a refusal said "a member already". Now they make a record of their
-- own, and an empty one, each time; an existing record is reached by what only its owner holds, a device or a code.

ALTER TABLE enrolled_person
    DROP CONSTRAINT enrolled_person_pkey,
    ADD CONSTRAINT enrolled_person_pkey PRIMARY KEY (sponsor_id, number, member_id);

-- Whose invitation a code is, asked before there is an actor, by whoever has the code and by nobody else.
CREATE INDEX device_invitation_digest ON device_invitation (digest);
CREATE POLICY device_invitation_of_whoever_has_the_code ON device_invitation FOR SELECT
    USING (digest = (SELECT decode(nullif(current_setting('soleus.invitation', true), ''), 'hex')));
