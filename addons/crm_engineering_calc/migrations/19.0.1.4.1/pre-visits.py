"""The cron of visits that are over, which an update leaves alone, has another name."""


def migrate(cr, version):
    cr.execute(
        """
        UPDATE ir_act_server
           SET code = 'model._cron_follow_visits()'
         WHERE code = 'model._cron_leave_measurement_stage()'
        """
    )
