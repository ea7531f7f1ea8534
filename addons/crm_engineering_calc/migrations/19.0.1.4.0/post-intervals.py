"""Each open calculation has an interval that goes on: its time is kept from now."""


def migrate(cr, version):
    cr.execute(
        """
        INSERT INTO engineering_interval (
            calculation_id, state, direction_id, team_id, engineer_id, waiting_for,
            start, company_id
        )
        SELECT card.id, card.state, card.direction_id, card.team_id, card.engineer_id,
               CASE WHEN card.state IN ('waiting', 'held')
                    THEN 'manager' ELSE 'nobody' END,
               card.state_since, card.company_id
          FROM engineering_calculation AS card
         WHERE card.state IN ('requested', 'in_progress', 'waiting', 'held')
           AND NOT EXISTS (
               SELECT FROM engineering_interval AS known
                WHERE known.calculation_id = card.id AND known.stop IS NULL
           )
        """
    )
