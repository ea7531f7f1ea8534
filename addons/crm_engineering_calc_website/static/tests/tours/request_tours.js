import { registry } from "@web/core/registry";

const form = ".s_engineering_request form";
const field = (name) => `${form} [name=${name}]`;
const opening = (number) => `${form} .o_engineering_opening:nth-child(${number})`;

/** Fail where the page scrolls sideways, or a part of the form does. */
function assertNothingScrollsSideways() {
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > window.innerWidth + 1) {
        throw new Error(`The page is ${scrollWidth} wide`);
    }
}

/** Choose a photo, as the dialog of the system does. */
async function choosePhoto({ anchor }) {
    const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
    canvas.getContext("2d").fillRect(10, 10, 300, 200);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg"));
    const files = new DataTransfer();
    files.items.add(new File([blob], "wall.jpg", { type: "image/jpeg" }));
    anchor.files = files.files;
    anchor.dispatchEvent(new Event("change", { bubbles: true }));
}

registry.category("web_tour.tours").add("engineering_website_request", {
    steps: () => [
        {
            content: "The directions that are offered are there, and no others",
            trigger: `${field("direction")}:has(option[value=windows]):not(:has(option[value=pipes]))`,
            run: assertNothingScrollsSideways,
        },
        {
            content: "Nothing is sent that is not filled in",
            trigger: `${form} .s_website_form_send`,
            run: "click",
        },
        {
            content: "It is said what is missing",
            trigger: `${form} .s_website_form_field.o_has_error ${field("need").replace(form, "")}`,
        },
        { content: "The consent too", trigger: `${form} .o_has_error [name=consent]` },
        { content: "Choose", trigger: field("direction"), run: "select windows" },
        {
            content: "What the direction asks for, within its bounds",
            trigger: `${form} input[data-code=W]`,
            run: "edit 15",
        },
        {
            content: "It is too wide",
            trigger: `${form} .s_website_form_send`,
            run: "click",
        },
        {
            content: "It is said, and written as in Russian",
            trigger: `${form} .o_has_error input[data-code=W]`,
            run: "edit 1,5",
        },
        { content: "And no more", trigger: `${form}:not(:has(input[data-code=D]))` },
        {
            content: "A window is there to be measured, without what engineers measure",
            trigger: `${opening(1)}:contains(Window 1):not(:has([data-column=n]))`,
        },
        {
            content: "Its width is no number",
            trigger: `${opening(1)} [data-column=width]`,
            run: "edit wide",
        },
        {
            content: "Its colour is chosen",
            trigger: `${opening(1)} [data-column=c]`,
            run: "select Grey",
        },
        { content: "Add a second", trigger: `${form} .o_engineering_add_opening`, run: "click" },
        {
            content: "A button is as large as a thumb",
            trigger: `${opening(2)}:contains(Window 2) .o_engineering_remove_opening`,
            run({ anchor }) {
                assertNothingScrollsSideways();
                const { width, height } = anchor.getBoundingClientRect();
                if (width < 44 || height < 44) {
                    throw new Error(`The button is ${width} × ${height}`);
                }
            },
        },
        {
            content: "Fill it in",
            trigger: `${opening(2)} [data-column=h]`,
            run: "edit 9",
        },
        { content: "Add a third", trigger: `${form} .o_engineering_add_opening`, run: "click" },
        {
            content: "Fill it in",
            trigger: `${opening(3)}:contains(Window 3) [data-column=h]`,
            run: "edit 1,4",
        },
        {
            content: "Take the second away",
            trigger: `${opening(2)} .o_engineering_remove_opening`,
            run: "click",
        },
        {
            content: "The third is the second now",
            trigger: `${opening(2)}:contains(Window 2)`,
            run() {
                const { value } = document.querySelector(`${opening(2)} [data-column=h]`);
                if (value !== "1,4") {
                    throw new Error(`Another one is gone: ${value}`);
                }
            },
        },
        {
            content: "Add one that stays empty",
            trigger: `${form} .o_engineering_add_opening`,
            run: "click",
        },
        { content: "Try", trigger: `${form} .s_website_form_send`, run: "click" },
        {
            content: "What is no number is marked, and nothing beside it",
            trigger: `${form}:not(:has(.o_has_error [data-column=h])) ${opening(1).replace(form, "")} .o_has_error [data-column=width]`,
            run: "edit 1,5",
        },
        { content: "Need", trigger: field("need"), run: "edit Three windows" },
        { content: "Photo", trigger: field("files"), run: choosePhoto },
        {
            content: "The photo is shown",
            trigger: `${form} .o_file_block:contains(wall.jpg)`,
        },
        { content: "Name", trigger: field("name"), run: "edit Ivan Petrov" },
        { content: "Telephone", trigger: field("phone"), run: "edit +7 900 123-45-67" },
        { content: "E-mail", trigger: field("email"), run: "edit ivan@new.example.com" },
        { content: "City", trigger: field("city"), run: "edit Tver" },
        { content: "Street", trigger: field("street"), run: "edit Sovetskaya 1" },
        {
            content: "Agree",
            trigger: field("consent"),
            run(helpers) {
                assertNothingScrollsSideways();
                return helpers.click();
            },
        },
        {
            content: "Send",
            trigger: `${form} .s_website_form_send`,
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Thanked, with the way to the page",
            trigger: ".o_engineering_thanks .o_engineering_follow",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The page tells what was sent",
            trigger: ".o_engineering_inquiry:contains(Three windows):contains(wall.jpg)",
            run: assertNothingScrollsSideways,
        },
        {
            content: "Add a photo",
            trigger: ".o_engineering_inquiry input[name=files]",
            run: choosePhoto,
        },
        {
            content: "Send it",
            trigger: ".o_engineering_inquiry form button",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "It has come", trigger: ".o_engineering_inquiry .alert-success" },
    ],
});
