import { registry } from "@web/core/registry";

const TABLE = ".o_engineering_comparison tbody";

registry.category("web_tour.tours").add("engineering_engineer_compares", {
    steps: () => [
        {
            content: "Compare the variants",
            trigger: "button[name=action_compare]",
            run: "click",
        },
        {
            content: "What differs is marked",
            trigger: `${TABLE} tr:contains(Montage) td.o_differs:contains(5)`,
        },
        {
            content: "What is equal is folded: show it",
            trigger: `${TABLE}:not(:has(tr:contains(Survey))) .o_comparison_same a`,
            run: "click",
        },
        {
            content: "What is equal is shown",
            trigger: `${TABLE}:not(:has(.o_comparison_same)) tr:contains(Survey)`,
        },
        {
            content: "Show only differences",
            trigger: ".o_only_differences input",
            run: "click",
        },
        {
            content: "What is equal is gone",
            trigger: `${TABLE}:not(:has(tr:contains(Survey)))`,
        },
        {
            content: "Sort by the size of the difference",
            trigger: ".o_by_size input",
            run: "click",
        },
        {
            content: "The greatest comes first, and sections are gone",
            trigger: `${TABLE} tr:first-child:contains(Montage):contains(Roof)`,
        },
        {
            content: "Choose the variants",
            trigger: ".o_choose_variants",
            run: "click",
        },
        {
            content: "Leave out the first one",
            trigger: ".o-dropdown--menu .o-checkbox:contains(Cheap) input",
            run: "click",
        },
        {
            content: "One variant is left",
            trigger: ".o_engineering_comparison thead:not(:contains(Cheap)):contains(Warm)",
        },
        {
            content: "Open it",
            trigger: ".o_engineering_comparison thead a:contains(Warm)",
            run: "click",
        },
        { content: "The variant is open", trigger: ".o_form_view [name=line_ids]" },
    ],
});

const CARDS = ".o_engineering_comparison .o_comparison_cards";

registry.category("web_tour.tours").add("engineering_engineer_compares_on_a_phone", {
    steps: () => [
        {
            content: "More buttons",
            trigger: ".o_statusbar_buttons .dropdown-toggle",
            run: "click",
        },
        {
            content: "Compare the variants",
            trigger: "button[name=action_compare]",
            run: "click",
        },
        {
            content: "A card for each service, with what is different marked",
            trigger: `${CARDS} .card:contains(Montage):contains(Cheap):contains(Warm) .o_differs:contains(5)`,
        },
        {
            content: "Nothing scrolls sideways",
            trigger: CARDS,
            run: () => {
                const { scrollWidth, clientWidth } = document.querySelector(CARDS);
                if (scrollWidth > clientWidth) {
                    throw new Error(`${scrollWidth} of ${clientWidth}`);
                }
            },
        },
        {
            content: "Show what is equal, too",
            trigger: `${CARDS}:not(:has(.card:contains(Survey))) .o_comparison_same a`,
            run: "click",
        },
        { content: "It is there", trigger: `${CARDS} .card:contains(Survey)` },
        {
            content: "Open a variant",
            trigger: `${CARDS} a:contains(Warm)`,
            run: "click",
        },
        { content: "It is open", trigger: ".o_form_view [name=line_ids]" },
    ],
});
