// Runs before the page is painted: what the system wants is known here alone, and a late change would be seen.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    if (root.dataset.theme === "auto") {
      root.dataset.bsTheme = dark.matches ? "dark" : "light";
    }
  };
  apply();
  dark.addEventListener("change", apply);
  root.classList.add("js");
})();
