"use strict";
const form = document.forms[0];
form.elements.data.value = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData") || "";
form.submit();
