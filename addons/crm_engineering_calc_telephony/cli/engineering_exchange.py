from odoo.cli import Command
from odoo.tools import config


class EngineeringExchange(Command):
    """Hold the lines to telephone exchanges (Asterisk), and take what they tell.

    Runs until it is ended: as a service, beside the server, with its configuration.
    """

    name = "engineering_exchange"

    def run(self, cmdargs):
        config.parser.prog = self.prog
        config.parse_config(cmdargs, setup_logging=True)
        if not config["db_name"]:
            self.parser.error("name the databases: -d DATABASE")
        # Commands are read before addons are: theirs can't be imported above.
        from odoo.addons.crm_engineering_calc_telephony.connector.service import serve

        serve(config["db_name"])
