{
    "name": "CRM Engineering Calculation: Russian Papers",
    "summary": "Requisites, units, words of amounts, the invoice for payment with its"
    " payment code, and the forms of papers that are customary in Russia",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "CRM Engineering Calculation contributors",
    "license": "AGPL-3",
    "development_status": "Beta",
    "depends": ["crm_engineering_calc", "account"],
    "external_dependencies": {"python": ["num2words", "python-stdnum", "qrcode"]},
    "data": [
        "reports/engineering_paper_templates.xml",
        "reports/engineering_act_templates.xml",
        "reports/agreement_templates.xml",
        "reports/account_move_reports.xml",
        "reports/account_move_templates.xml",
        "views/res_partner_views.xml",
        "views/res_company_views.xml",
        "views/res_bank_views.xml",
        "views/uom_uom_views.xml",
    ],
    "demo": ["demo/russian_demo.xml"],
    "assets": {
        "web.assets_frontend": ["crm_engineering_calc_ru/static/src/paper/**/*"],
        "web.report_assets_common": ["crm_engineering_calc_ru/static/src/paper/**/*"],
    },
    "post_init_hook": "post_init_hook",
}
