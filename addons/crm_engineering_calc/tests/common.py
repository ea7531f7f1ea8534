"""The case that tests here, and of addons that extend ours, inherit."""

from odoo.tests import TransactionCase

from .company import ENGINEER, QUIET, SALESMAN, EngineeringCompany
from .flow import EngineeringFlow
from .probes import EngineeringProbes

__all__ = ["ENGINEER", "QUIET", "SALESMAN", "EngineeringCase", "EngineeringTools"]


class EngineeringTools(EngineeringCompany, EngineeringFlow, EngineeringProbes):
    """The company, what its people do, and the probes: for a case of another kind."""


class EngineeringCase(EngineeringTools, TransactionCase):
    """Each test acts as people do: `self.as_(user, record)`, or `model(name, user)`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_company()
