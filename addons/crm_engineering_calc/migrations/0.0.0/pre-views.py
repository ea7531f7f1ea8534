def migrate(cr, version):
    """Let the addon's parts of other views say nothing until they are read again.

    A view is checked with all that extends it, as it is in the database: what an
    earlier version says there of fields that are gone refuses each that is read before.
    """
    cr.execute(
        """
        UPDATE ir_ui_view
           SET arch_db = '{"en_US": "<data/>"}'
          FROM ir_model_data
         WHERE ir_model_data.model = 'ir.ui.view'
           AND ir_model_data.module = 'crm_engineering_calc'
           AND ir_model_data.res_id = ir_ui_view.id
           AND ir_ui_view.mode = 'extension'
           AND ir_ui_view.type != 'qweb'
        """
    )
