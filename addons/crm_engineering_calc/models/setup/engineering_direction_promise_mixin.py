from odoo import models

from ..common.finite_fields import FiniteFloat

URGENT = "1"


class EngineeringDirectionPromiseMixin(models.AbstractModel):
    """The working hours in which requests of a direction are taken, and calculated."""

    _name = "engineering.direction.promise.mixin"
    _description = "Promises of a direction"

    _promises_positive = models.Constraint(
        "CHECK(LEAST(response_hours, calculation_hours, answer_hours,"
        " urgent_response_hours, urgent_calculation_hours, urgent_answer_hours) >= 0"
        " AND GREATEST(response_hours, calculation_hours, answer_hours,"
        " urgent_response_hours, urgent_calculation_hours, urgent_answer_hours)"
        " <= 2000)",
        "A promise is between zero and 2,000 working hours, which is a year.",
    )

    response_hours = FiniteFloat(
        "Take Within (working hours)",
        default=8.0,
        tracking=True,
        help="Promise to the manager: a request is taken within this time, by the"
        " working hours of the team. Zero: nothing is promised.",
    )
    calculation_hours = FiniteFloat(
        "Calculate Within (working hours)",
        tracking=True,
        help="Promise to the manager: the prices are there within this time from the"
        " request. Waiting for an answer or a site visit does not count. Zero: nothing"
        " is promised.",
    )
    answer_hours = FiniteFloat(
        "Answer Within (working hours)",
        tracking=True,
        help="Promise of the manager: a question of an engineer is answered within this"
        " time. Zero: nothing is promised.",
    )
    urgent_response_hours = FiniteFloat(
        "Take Urgent Ones Within",
        tracking=True,
        help="The same for urgent requests. Zero: as for all.",
    )
    urgent_calculation_hours = FiniteFloat(
        "Calculate Urgent Ones Within",
        tracking=True,
        help="The same for urgent requests. Zero: as for all.",
    )
    urgent_answer_hours = FiniteFloat(
        "Answer in Urgent Ones Within",
        tracking=True,
        help="The same for urgent requests. Zero: as for all.",
    )

    def _get_promised_hours(self, promise, priority):
        """Return the working hours of a promise by priority, 0 where there is none.

        :param promise: `response`, `calculation` or `answer`
        """
        hours = self[f"{promise}_hours"]
        return (priority == URGENT and self[f"urgent_{promise}_hours"]) or hours
