import { registry } from "@web/core/registry";
import { patient } from "./steps";

const tours = registry.category("web_tour.tours");
const TALK = ".o_engineering_conversation";

/** Write a message, send it, and wait until it stands there. */
function say(place, text, button) {
    return [
        {
            content: "Write",
            trigger: `${place} .o-mail-Composer-input`,
            run: `edit ${text}`,
        },
        {
            content: "Send",
            trigger: `${place} .o-mail-Composer-send:enabled:contains(${button})`,
            run: "click",
        },
        hear(place, text),
    ];
}

function hear(place, text) {
    return {
        content: `It says: ${text}`,
        trigger: `${place} .o-mail-Message-body:contains(${text})`,
    };
}

function choose(direction) {
    return [
        {
            content: `Turn to ${direction}`,
            trigger: `${TALK} .nav-link:not(.active):contains(${direction})`,
            run: "click",
        },
        {
            content: `${direction} is shown`,
            trigger: `${TALK} .nav-link.active:contains(${direction})`,
        },
    ];
}

tours.add("engineering_manager_talks_to_engineers", {
    steps: () =>
        patient([
            {
                content: "One button stands in the open: to answer",
                trigger:
                    ".o_statusbar_buttons > button.btn-primary[name=action_answer_question]",
            },
            {
                content: "The direction that asks is shown first",
                trigger: `${TALK} .nav-link.active:contains(Roofing) .fa-question-circle`,
            },
            {
                content: "The question stands over its box",
                trigger: `${TALK} .o_engineering_question:contains(How high is the roof?)`,
            },
            ...choose("Plumbing"),
            {
                content: "Nobody asks there",
                trigger: `${TALK}:not(:has(.o_engineering_question))`,
            },
            ...say(TALK, "Copper, please", "Send"),
            ...choose("Roofing"),
            {
                content: "The first message is not among the newest",
                trigger: `${TALK}:not(:has(.o-mail-Message-body:contains(Remark no. 1 of)))`,
            },
            {
                content: "Show the older ones",
                trigger: `${TALK} .o_engineering_older`,
                run: "click",
            },
            hear(TALK, "Remark no. 1 of"),
            {
                content: "There are none that are older",
                trigger: `${TALK}:not(:has(.o_engineering_older))`,
            },
            ...say(TALK, "Nine metres", "Answer"),
            {
                content: "Nobody waits for an answer",
                trigger: `${TALK}:not(:has(.o_engineering_question))`,
            },
            {
                content: "The step is done",
                trigger: ".o_form_view:not(:has(button[name=action_answer_question]))",
            },
        ]),
});

tours.add("engineering_engineer_talks_to_manager", {
    steps: () =>
        patient([
            {
                content: "Write to the manager",
                trigger:
                    ".o-mail-Chatter-sendMessage:contains(To the manager):enabled",
                run: "click",
            },
            ...say(".o-mail-Chatter", "I begin today", "Send"),
            hear(".o-mail-Chatter", "Nine metres"),
        ]),
});
