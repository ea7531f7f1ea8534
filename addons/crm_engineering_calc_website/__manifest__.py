{
    "name": "CRM Engineering Calculation: Website",
    "summary": "A form for the website builder: a visitor's request is a deal at once,"
    " with its direction, measurements and photos",
    "version": "19.0.1.1.0",
    "category": "Website/Website",
    "author": "CRM Engineering Calculation contributors",
    "license": "AGPL-3",
    "development_status": "Beta",
    "depends": ["crm_engineering_calc", "website_crm"],
    "data": [
        "views/snippets.xml",
        "views/request_templates.xml",
    ],
    "assets": {
        "web.assets_frontend": [
            "crm_engineering_calc_website/static/src/snippets/**/*",
        ],
        "web.assets_tests": [
            "crm_engineering_calc_website/static/tests/tours/**/*",
        ],
    },
    "auto_install": ["crm_engineering_calc", "website_crm"],
}
