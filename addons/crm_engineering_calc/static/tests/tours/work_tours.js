import { registry } from "@web/core/registry";
import { confirm, patient, press } from "./steps";

const tours = registry.category("web_tour.tours");
const CANVAS = ".modal canvas.o_web_sign_signature";

/** Draw a stroke with a finger. */
function draw() {
    const canvas = document.querySelector(CANVAS);
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const point = (type, part) =>
        new PointerEvent(type, {
            bubbles: true,
            cancelable: true,
            pointerId: 1,
            pointerType: "touch",
            isPrimary: true,
            button: 0,
            buttons: type === "pointerup" ? 0 : 1,
            pressure: 0.5,
            clientX: left + width * part,
            clientY: top + height * (0.3 + part / 3),
        });
    canvas.dispatchEvent(point("pointerdown", 0.2));
    for (const part of [0.3, 0.4, 0.5, 0.6, 0.7]) {
        canvas.dispatchEvent(point("pointermove", part));
    }
    canvas.dispatchEvent(point("pointerup", 0.8));
}

/** Give the first kind of evidence as many photos as this, at once. */
async function addPhotos(count) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 8;
    const picture = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    const files = new DataTransfer();
    for (let number = 1; number <= count; number++) {
        files.items.add(new File([picture], `${number}.png`, { type: "image/png" }));
    }
    const input = document.querySelector(".o_engineering_evidence_kind input[type=file]");
    input.files = files.files;
    input.dispatchEvent(new Event("change"));
}

/** Fail where a large photo would go over a weak network as it is. */
async function assertMadeSmall() {
    const { shrinkPhoto } = odoo.loader.modules.get("@crm_engineering_calc/photo/shrink_photo");
    const canvas = document.createElement("canvas");
    canvas.width = 3840;
    canvas.height = 2160;
    const picture = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 1));
    const small = await shrinkPhoto(new File([picture], "roof.jpg", { type: "image/jpeg" }));
    const { width, height } = await createImageBitmap(small);
    if (width !== 1920 || height !== 1080 || small.name !== "roof.jpg") {
        throw new Error(`${small.name} is ${width} × ${height}`);
    }
    const text = new File(["text"], "roof.txt", { type: "text/plain" });
    if ((await shrinkPhoto(text)) !== text) {
        throw new Error("What is no photo is sent as it is");
    }
}

/** Fail where a part of the form stands aside of the phone's screen. */
function assertFits() {
    const wide = [
        ...document.querySelectorAll(
            ".o_form_statusbar :is(button, .o_arrow_button), .o_form_sheet button"
        ),
    ].filter((part) => part.getBoundingClientRect().right > window.innerWidth + 1);
    if (wide.length) {
        throw new Error(`Wider than the screen: ${wide[0].outerHTML.slice(0, 200)}`);
    }
}

/** Fail where the engineer reads of hours before he reads what is to be done. */
function assertLinesFirst() {
    const top = (selector) => document.querySelector(selector).getBoundingClientRect().top;
    if (
        top("div[name=work_lines]") >
        top(".o_field_widget[name=engineering_hours_spent]")
    ) {
        throw new Error("The hours stand above the services");
    }
}

/** Let the customer draw a name in the dialog, and confirm it. */
const signOnPad = (name, result) => [
    {
        content: "Write who signs",
        trigger: ".modal .o_field_widget[name=signed_by] input",
        run: `edit ${name}`,
    },
    {
        content: "Open the pad",
        trigger: ".modal .o_signature_empty",
        run: "click",
    },
    {
        content: "Draw with a finger",
        trigger: ".modal .o_web_sign_draw_button",
        run: "click",
    },
    {
        content: "The pad is for drawing",
        trigger: ".modal .o_web_sign_draw_button.active",
    },
    { content: "Sign", trigger: CANVAS, run: draw },
    {
        content: "The stroke is seen",
        trigger: CANVAS,
        run: "canvasNotEmpty",
    },
    {
        content: "Adopt the signature",
        trigger: ".modal:has(canvas) .modal-footer .btn-primary:enabled",
        run: "click",
    },
    {
        content: "The signature is in the dialog",
        trigger: ".modal .o_field_widget[name=signature] img",
    },
    ...confirm(result),
];

tours.add("engineering_gallery_shows_a_photo", {
    steps: () =>
        patient([
            {
                content: "The photos stand under their kind",
                trigger: ".o_kanban_group:contains(Photo after)",
            },
            {
                content: "Open one of them",
                trigger: ".o_engineering_gallery_picture",
                run: "click",
            },
            { content: "It is shown large", trigger: ".o-FileViewer img" },
        ]),
});

tours.add("engineering_manager_hands_out", {
    steps: () =>
        patient(
            press(
                "action_create_work",
                ".o_field_widget[name=engineering_work_line_ids]:contains(Montage)"
            )
        ),
});

tours.add("engineering_engineer_does_a_work", {
    steps: () =>
        patient([
            {
                content: "Open the work",
                trigger: ".o_kanban_record:contains(Winter garden)",
                run: "click",
            },
            {
                content: "Services stand under their section",
                trigger: "div[name=work_lines] .o_kanban_record:contains(Roof)",
            },
            ...press(
                "action_accept_work",
                ".o_statusbar_buttons button[name=action_complete_work]"
            ),
            {
                content: "Nothing is said to be done yet, and all of it is on the screen",
                trigger: "div[name=work_lines] .o_kanban_record:not(:has([name=done]))",
                run: assertFits,
            },
            {
                content: "Services come before hours",
                trigger: "div[name=work_lines] .o_kanban_record",
                run: assertLinesFirst,
            },
            {
                content: "Say how much is done",
                trigger: "div[name=work_lines] .o_kanban_record",
                run: "click",
            },
            {
                content: "Write it",
                trigger: ".modal .o_field_widget[name=done_quantity] input",
                run: "edit 1.5 && press Tab",
            },
            {
                content: "Less needs a reason",
                trigger: ".modal .o_field_widget[name=done_reason] input",
                run: "edit The wall is wet && press Tab",
            },
            {
                content: "Keep it",
                trigger: ".modal .o_form_button_save",
                run: "click",
            },
            {
                content: "It is kept",
                trigger: "body:not(:has(.modal)) div[name=work_lines] .o_kanban_record:has([name=done]):contains(1.50)",
            },
            {
                content: "Add photos",
                trigger: ".o_engineering_evidence_kind:contains(0 / 2)",
                run: () => addPhotos(2),
            },
            {
                content: "Large ones are made small before they are sent",
                trigger: ".o_engineering_evidence",
                run: assertMadeSmall,
            },
            {
                content: "Both are added",
                trigger: ".o_engineering_evidence_kind:contains(2 / 2):has(.o_engineering_evidence_file + .o_engineering_evidence_file)",
            },
            {
                content: "Tick what is checked",
                trigger: "div[name=work_checks] button[role=checkbox]:enabled",
                run: "click",
            },
            {
                content: "It is ticked",
                trigger: "div[name=work_checks] button[aria-checked=true]",
            },
            {
                content: "Hand the phone to the customer",
                trigger: "div[name=work_signature] button[name=action_sign_work]",
                run: "click",
            },
            ...signOnPad(
                "Anna Customer",
                "div[name=work_signature] .o_field_widget[name=engineering_signed_by]:contains(Anna Customer)"
            ),
            ...press("action_complete_work", ".modal .modal-footer .btn-primary"),
            {
                content: "Yes, hand it over",
                trigger: ".modal .modal-footer .btn-primary",
                run: "click",
            },
            {
                content: "It is handed over",
                trigger: ".o_statusbar_status button:visible:contains(Work completed)",
            },
        ]),
});

tours.add("engineering_engineer_has_an_act_signed", {
    steps: () =>
        patient([
            {
                content: "Hand the phone to the customer",
                trigger: ".o_statusbar_buttons button[name=action_sign_act]",
                run: "click",
            },
            {
                content: "The customer reads what is accepted",
                trigger: ".modal .o_field_widget[name=content]:contains(Montage)",
            },
            ...signOnPad(
                "Anna Customer",
                ".o_form_statusbar:not(:has(button[name=action_sign_act]))"
            ),
        ]),
});
