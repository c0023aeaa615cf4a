// Main: the page of the attention panel.
export {};
