# One image for every process of the platform; docker-compose.yml says which one a container runs.
# Debian, because Temporal's native library needs glibc.
FROM node:22.17-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node dev/bootstrap.mjs build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:22.17-bookworm-slim
ENV NODE_ENV=production TZ=UTC
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# The sandboxes keep their books here.
RUN mkdir /data && chown node:node /data
USER node
ENTRYPOINT ["node", "--enable-source-maps"]
CMD ["dist/api/main.js"]
