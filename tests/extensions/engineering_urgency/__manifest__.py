{
    "name": "CRM Engineering Calculation: Urgency",
    "summary": "Each line says how urgent its service is: a factor of its price",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "CRM Engineering Calculation contributors",
    "license": "AGPL-3",
    "depends": ["crm_engineering_calc"],
    "data": [
        "views/engineering_act_views.xml",
        "views/engineering_template_views.xml",
        "views/engineering_variant_views.xml",
        "views/sale_order_views.xml",
    ],
}
