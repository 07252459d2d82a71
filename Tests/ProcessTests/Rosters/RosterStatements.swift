import Postgres

enum RosterStatements {
    static let periods = Statement(
        """
        SELECT concat_ws(' ', slug, number, valid_from, plan_code, coalesce(valid_to::text, 'open'))
        FROM coverage JOIN sponsor USING (sponsor_id)
        WHERE valid_to IS DISTINCT FROM valid_from ORDER BY 1
        """, gives: Types(String.self))
}
