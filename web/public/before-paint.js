// The theme that was chosen, before anything is drawn. A file of its own, because the page allows no scripts within it.
try {
  const theme = localStorage.getItem("tabloom.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Blocked: the system's theme.
}
