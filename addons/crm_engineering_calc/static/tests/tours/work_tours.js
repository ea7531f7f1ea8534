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
            {
                content: "Write who signs",
                trigger: ".modal .o_field_widget[name=signed_by] input",
                run: "edit Anna Customer",
            },
            {
                content: "Open the pad",
                trigger: ".modal .o_signature_empty",
                run: "click",
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
            ...confirm(
                "div[name=work_signature] .o_field_widget[name=engineering_signed_by]:contains(Anna Customer)"
            ),
            ...press(
                "action_complete_work",
                ".o_statusbar_status button:visible:contains(Work completed)"
            ),
        ]),
});
