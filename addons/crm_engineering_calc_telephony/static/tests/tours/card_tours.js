import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";
import { user } from "@web/core/user";
import { session } from "@web/session";

const card = ".o_engineering_call";
const HIDDEN = `crm_engineering_calc_telephony.hidden:${session.db}:${user.userId}`;

/** Fail where the page scrolls sideways, or a card leaves it. */
function assertCardIsWhole() {
    const { left, right, top, bottom } = document.querySelector(card).getBoundingClientRect();
    const { innerWidth, innerHeight } = window;
    if (left < 0 || top < 0 || right > innerWidth + 1 || bottom > innerHeight + 1) {
        throw new Error(`The card leaves the page: ${[left, top, right, bottom]}`);
    }
    if (document.documentElement.scrollWidth > innerWidth + 1) {
        throw new Error("The page scrolls sideways");
    }
}

/** Let the page ask anew, as it does when the exchange tells more. */
function askAgain() {
    return odoo.__WOWL_DEBUG__.root.env.services.engineering_calls.update();
}

/** Let the page know that a card was hidden in another tab of the browser. */
async function hideInAnotherTab() {
    const ids = (await rpc("/web/dataset/call_kw", {
        model: "engineering.call",
        method: "get_cards",
        args: [],
        kwargs: {},
    })).map(({ id }) => id);
    localStorage.setItem(HIDDEN, JSON.stringify(ids));
    window.dispatchEvent(new StorageEvent("storage", { key: HIDDEN }));
}

registry.category("web_tour.tours").add("engineering_call_of_who_is_known", {
    steps: () => [
        {
            content: "Who calls is known, and what is open with him",
            trigger: `${card}:contains(Customer):contains(Winter garden):contains(Engineer)`,
            run: assertCardIsWhole,
        },
        {
            content: "When he was talked to before, and what about",
            trigger: `${card} .o_engineering_last_call:contains(The roof)`,
        },
        {
            content: "Tell what it is about",
            trigger: `${card} .o_engineering_summary`,
            run: "edit Wants it in May",
        },
        {
            content: "It is open to be read",
            trigger: `${card} .o_engineering_call_deal a`,
            run: "click",
        },
        { content: "The deal", trigger: ".o_form_view .o_field_widget[name=name]" },
        {
            content: "Hidden in another tab, the card goes here",
            trigger: card,
            run: hideInAnotherTab,
        },
        { content: "It is gone", trigger: `body:not(:has(${card}))`, run: askAgain },
        {
            content: "And stays so when the exchange tells more",
            trigger: `body:not(:has(${card}))`,
        },
    ],
});

registry.category("web_tour.tours").add("engineering_call_of_who_is_unknown", {
    steps: () => [
        {
            content: "Nobody knows who calls",
            trigger: `${card}:contains(Unknown number):contains(+1 202-555-0199)`,
            run: assertCardIsWhole,
        },
        {
            content: "Make a deal of it",
            trigger: `${card} .o_engineering_new_deal`,
            run: "click",
        },
        {
            content: "It has the number",
            trigger: ".o_form_view [name=phone] input:value(+1 202-555-0199)",
        },
        {
            content: "The card knows it, and asks for no other",
            trigger: `${card}:contains(Call from +1 202-555-0199):not(:has(.o_engineering_new_deal))`,
        },
        { content: "Hide the card", trigger: `${card} .btn-close`, run: "click" },
        { content: "It is gone", trigger: `body:not(:has(${card}))` },
    ],
});
