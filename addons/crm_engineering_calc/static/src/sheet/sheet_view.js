import { registry } from "@web/core/registry";
import { listView } from "@web/views/list/list_view";
import { SheetController } from "./sheet_controller";
import { SheetModel } from "./sheet_model";
import { SheetRenderer } from "./sheet_renderer";

registry.category("views").add("engineering_sheet", {
    ...listView,
    Controller: SheetController,
    Model: SheetModel,
    Renderer: SheetRenderer,
    buttonTemplate: "crm_engineering_calc.SheetButtons",
});
