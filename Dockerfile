# Two images: `platform` runs the business, `sandbox` what stands in for the outside and the demo.
# docker-compose.yml says which process a container runs. Debian, because Temporal's native library needs glibc.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node dev/bootstrap.mjs build

# Without the sandboxes, the demo, the benches and the tests, and without the packages that only they need.
FROM build AS platform-files
RUN rm -rf dist/sandbox dist/demo dist/dev dist/bench dist/test dist/prisma/seed* \
  && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  && find node_modules/@expo-google-fonts -name '*.ttf' ! -name '*_400Regular.ttf' -delete \
  && find dist -type f | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -c 1-12 > dist/build-id

FROM node:24.21.0-bookworm-slim AS base
# Nothing is installed in a running container: no package manager to be used against it.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
  /opt/yarn* /usr/local/bin/yarn /usr/local/bin/yarnpkg
ENV NODE_ENV=production TZ=UTC
WORKDIR /app
# Sandboxes keep their books here, workers the heads of the audit trail.
RUN mkdir /data && chown node:node /data
USER node
ENTRYPOINT ["node", "--enable-source-maps"]

FROM base AS sandbox
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
CMD ["dist/sandbox/bank/main.js"]

FROM base AS platform
COPY --from=platform-files /app/package.json ./
COPY --from=platform-files /app/node_modules ./node_modules
COPY --from=platform-files /app/dist ./dist
CMD ["dist/api/main.js"]
