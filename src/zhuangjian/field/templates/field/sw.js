// Keeps the app itself on the device, one version at a time: all of its files or none. Cases are kept by the app, never here.
"use strict";
const CACHE = "zj-field-{{ version }}";
const FILES = {{ files|safe }};

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    for (const address of FILES) {
      const response = await fetch(address, { cache: "reload", credentials: "same-origin" });
      // A redirect means that nobody is signed in: the sign-in page must never be kept in the app's place.
      if (!response.ok || response.redirected) throw new Error(`not fetched: ${address}`);
      await cache.put(address, response);
    }
  })());
});
// A new version takes over once every window of the old one is closed: nobody's work is torn away from under them.
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("zj-field-") && name !== CACHE) await caches.delete(name);
    await self.clients.claim();
  })());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || !FILES.includes(url.pathname)) return;
  event.respondWith(caches.open(CACHE).then((cache) => cache.match(url.pathname)).then((kept) => kept || fetch(request)));
});
