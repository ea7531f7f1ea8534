import { registry } from "@web/core/registry";
import { confirm } from "./steps";

const tours = registry.category("web_tour.tours");
const CARD = ".o_kanban_record:contains(Winter garden)";

/** Click a counter, and wait until the board is filtered by it. */
function filterBy(counter, label) {
    return [
        {
            content: `Filter by ${label}`,
            trigger: `.o_engineering_counter[data-name=${counter}]:contains(1)`,
            run: "click",
        },
        {
            content: `The board is filtered by ${label}`,
            trigger: `.o_engineering_counter[data-name=${counter}][aria-pressed=true]`,
        },
        { content: "The card is shown", trigger: CARD },
    ];
}

tours.add("engineering_engineer_works_at_desk", {
    steps: () => [
        ...filterBy("queue", "In the Queue"),
        {
            content: "Take the request on its card",
            trigger: `${CARD} button[name=action_take]`,
            run: "click",
        },
        {
            content: "Nothing is in the queue any more",
            trigger: ".o_engineering_counter[data-name=queue]:contains(0)",
        },
        {
            content: "Show all again",
            trigger: ".o_engineering_counter[data-name=queue][aria-pressed=true]",
            run: "click",
        },
        {
            content: "Ask on the card",
            trigger: `${CARD} button[name=action_ask]`,
            run: "click",
        },
        {
            content: "Write the question",
            trigger: ".modal .o_field_widget[name=question] textarea",
            run: "edit How high is the roof?",
        },
        ...confirm(".o_engineering_counter[data-name=waiting_mine]:contains(1)"),
        ...filterBy("waiting_mine", "Waiting"),
    ],
});

tours.add("engineering_engineer_is_late", {
    steps: () => [
        {
            content: "Take the request elsewhere meanwhile",
            trigger: `${CARD} button[name=action_take]`,
            run: async () => {
                const { orm } = odoo.__WOWL_DEBUG__.root.env.services;
                const model = "engineering.calculation";
                const domain = [["lead_id.name", "=", "Winter garden"]];
                const ids = await orm.search(model, domain);
                await orm.call(model, "action_take", [ids]);
            },
        },
        {
            content: "Take it on the card",
            trigger: `${CARD} button[name=action_take]`,
            run: "click",
        },
        {
            content: "Read why it is refused",
            trigger: ".modal:contains(is already with) .btn-primary",
            run: "click",
        },
        {
            content: "The card stands where it is by now",
            trigger: `${CARD}:not(:has(button[name=action_take])) button[name=action_ask]`,
        },
    ],
});

tours.add("engineering_engineer_completes", {
    steps: () => [
        {
            content: "Complete the calculation on its card",
            trigger: `${CARD} button[name=action_complete]`,
            run: "click",
        },
        {
            content: "Mean it",
            trigger: ".modal:contains(handed over) button:contains(Complete calculation)",
            run: "click",
        },
        {
            content: "It is off the board",
            trigger: `.o_kanban_renderer:not(:has(${CARD}))`,
        },
    ],
});

tours.add("engineering_manager_works_at_desk", {
    steps: () => [
        ...filterBy("engineering_waits_for_me", "Waits for Me"),
        {
            content: "The card tells what waits for whom",
            trigger: `${CARD} [data-name=waits]:contains(make the proposal)`,
        },
        { content: "Open the deal", trigger: CARD, run: "click" },
        {
            content: "The strip tells it, too",
            trigger: ".o_engineering_summary_item[data-name=waits][data-level=warning]",
        },
        {
            content: "The calculation of services is open",
            trigger: ".o_notebook .nav-link.active[name=engineering]",
        },
        {
            content: "One step stands in the open",
            trigger:
                ".o_statusbar_buttons:has(> button[name=action_create_proposal]):not(:has(> button[name=action_set_won_rainbowman]))",
        },
        {
            content: "The others stand in a menu",
            trigger: ".o_engineering_more",
            run: "click",
        },
        {
            content: "One of them",
            trigger: ".o-dropdown--menu button[name=action_set_won_rainbowman]",
        },
        {
            content: "A chip opens its card",
            trigger: ".o_engineering_summary_item[data-name^=calculation_]",
            run: "click",
        },
        {
            content: "The calculation is open",
            trigger: ".o_form_view .o_field_widget[name=variant_ids]",
        },
    ],
});
