{
    "name": "CRM Engineering Calculation: Telephony",
    "summary": "Who calls, and what is open: the caller's card, calls in the deal,"
    " and missed calls that nobody forgets",
    "version": "19.0.1.2.2",
    "category": "Sales/CRM",
    "author": "CRM Engineering Calculation contributors",
    "license": "AGPL-3",
    "development_status": "Beta",
    "depends": ["crm_engineering_calc", "phone_validation", "bus"],
    "external_dependencies": {
        "python": ["phonenumbers", "pydantic", "websocket-client"]
    },
    "data": [
        "security/ir.model.access.csv",
        "security/telephony_rules.xml",
        "data/mail_activity_type_data.xml",
        "data/ir_cron_data.xml",
        "views/engineering_call_views.xml",
        "views/engineering_exchange_views.xml",
        "views/crm_lead_views.xml",
        "views/res_partner_views.xml",
        "views/res_users_views.xml",
        "views/phone_views.xml",
        "views/telephony_menus.xml",
    ],
    "demo": ["demo/telephony_demo.xml"],
    "assets": {
        "web.assets_backend": [
            "crm_engineering_calc_telephony/static/src/card/**/*",
            "crm_engineering_calc_telephony/static/src/phone/**/*",
            "crm_engineering_calc_telephony/static/src/recording/**/*",
            "crm_engineering_calc_telephony/static/src/clock/**/*",
        ],
        # Loaded by those alone who phone in the page.
        "crm_engineering_calc_telephony.assets_softphone": [
            "crm_engineering_calc_telephony/static/lib/jssip/jssip.js",
            "crm_engineering_calc_telephony/static/src/softphone/**/*",
        ],
        "web.assets_tests": ["crm_engineering_calc_telephony/static/tests/tours/**/*"],
    },
}
