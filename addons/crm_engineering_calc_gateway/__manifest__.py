{
    "name": "CRM Engineering Calculation: Messengers",
    "summary": "What a customer writes in Telegram, or another messenger of the Mail"
    " Gateway, is a deal at once, or joins his open one",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "CRM Engineering Calculation contributors",
    "license": "AGPL-3",
    "development_status": "Beta",
    "depends": ["crm_engineering_calc", "mail_gateway"],
    "data": [
        "views/mail_gateway_views.xml",
        "views/crm_lead_views.xml",
    ],
    "auto_install": True,
}
