{
    "name": "CRM Engineering Calculation: Review and Guarantee",
    "summary": "A colleague approves a calculation before it is handed over; acts say "
    "how long each work is guaranteed",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "CRM Engineering Calculation contributors",
    "license": "AGPL-3",
    "depends": ["crm_engineering_calc"],
    "data": [
        "security/engineering_review_groups.xml",
        "data/engineering_stage_data.xml",
        "reports/engineering_act_templates.xml",
        "views/engineering_act_views.xml",
        "views/engineering_calculation_views.xml",
        "views/engineering_direction_views.xml",
        "wizards/engineering_act_create_views.xml",
    ],
    "uninstall_hook": "end_reviews",
}
