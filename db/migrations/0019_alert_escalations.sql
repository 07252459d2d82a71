-- What nobody of a care team looked at in time is for the whole practice to know: operators see whose chart waits for how long
-- and who looks after them, so that they can put somebody on the care team. Of the chart they still see nothing: not what was
-- found, and not by which rule.

CREATE TABLE alert_escalation (
    member_id uuid NOT NULL,
    alert_id uuid NOT NULL,
    level text NOT NULL,
    opened_at timestamptz NOT NULL,
    escalated_at timestamptz NOT NULL,
    CONSTRAINT alert_escalation_pkey PRIMARY KEY (member_id, alert_id),
    CONSTRAINT alert_escalation_alert_fkey FOREIGN KEY (member_id, alert_id) REFERENCES alert (member_id, id),
    CONSTRAINT alert_escalation_level_known CHECK (level IN ('high', 'critical')),
    CONSTRAINT alert_escalation_after_opening CHECK (escalated_at >= opened_at)
);

-- Kept by the very statement that keeps the alert, so that the two cannot part.
CREATE FUNCTION keep_alert_escalation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.escalated_at IS NOT NULL AND NEW.acknowledged_at IS NULL AND NEW.closed_at IS NULL THEN
        INSERT INTO alert_escalation (member_id, alert_id, level, opened_at, escalated_at)
        VALUES (
            NEW.member_id, NEW.id,
            CASE
            WHEN NEW.finding IN ('red_flag', 'fall', 'pain_severe', 'function_lost') THEN 'critical'
            ELSE 'high'
            END,
            NEW.opened_at, NEW.escalated_at
        )
        ON CONFLICT (member_id, alert_id) DO UPDATE
        SET level = excluded.level, opened_at = excluded.opened_at, escalated_at = excluded.escalated_at;
    ELSE
        DELETE FROM alert_escalation WHERE member_id = NEW.member_id AND alert_id = NEW.id;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER alert_escalation_is_kept AFTER INSERT OR UPDATE ON alert
    FOR EACH ROW EXECUTE FUNCTION keep_alert_escalation();

-- Those that wait already; the owner, too, is bound by the policies of charts.
ALTER TABLE alert NO FORCE ROW LEVEL SECURITY;
INSERT INTO alert_escalation (member_id, alert_id, level, opened_at, escalated_at)
SELECT member_id, id,
    CASE WHEN finding IN ('red_flag', 'fall', 'pain_severe', 'function_lost') THEN 'critical' ELSE 'high' END,
    opened_at, escalated_at
FROM alert WHERE escalated_at IS NOT NULL AND acknowledged_at IS NULL AND closed_at IS NULL;
ALTER TABLE alert FORCE ROW LEVEL SECURITY;

ALTER TABLE alert_escalation ENABLE ROW LEVEL SECURITY;
ALTER TABLE alert_escalation FORCE ROW LEVEL SECURITY;
CREATE POLICY alert_escalation_of_the_actor ON alert_escalation
    USING (member_id = ANY ((SELECT chart_scope())::uuid[]));
CREATE POLICY alert_escalation_for_operators ON alert_escalation FOR SELECT
    USING ((SELECT current_setting('soleus.actor_role', true)) = 'operator');

GRANT SELECT, INSERT, UPDATE, DELETE ON alert_escalation TO soleus_care;
