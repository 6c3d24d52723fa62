# The version of Node.js in devDependencies, which the tests run on. The tag can be moved to another image; for builds that can be
# repeated, add the digest from your registry: node:24.21.0-trixie-slim@sha256:...
FROM node:24.21.0-trixie-slim AS base

FROM base AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No package that is needed for the build or at run time has to run a script when it is installed.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY schema ./schema
COPY operations ./operations
COPY scripts ./scripts
COPY src ./src
RUN node scripts/build.ts
# Leaves the packages that the bundle does not contain, in the versions of package-lock.json.
RUN node scripts/packageManifest.ts trim && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM base
LABEL org.opencontainers.image.title="Switchboard" \
      org.opencontainers.image.description="One GraphQL graph over the live connections of EvoStream Media Server, Telnyx and X" \
      org.opencontainers.image.licenses="MIT"

# Package managers are not needed at run time, and would have vulnerabilities of their own.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
      /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn-*

WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/package.json ./
COPY --from=build /app/dist ./dist

# Without a limit, V8 lets the heap grow with the memory of the host. Buffers and code are not part of the heap: give the container twice as
# much memory (--memory 1g). NODE_OPTIONS can be set to another limit.
ENV NODE_ENV=production \
    NODE_OPTIONS=--max-old-space-size=512

# Root owns all files, and the user can write none of them. A number, so that Kubernetes can check that it is not root.
USER 65532:65532

# HOST is not set here. To be reached from outside of the container, set HOST=0.0.0.0 and authentication.
EXPOSE 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 CMD ["node", "dist/healthcheck.cjs"]

# Node.js itself then refuses to write files, start programs and load native code.
# --max-semi-space-size, in MiB, limits the memory for short-lived objects. Half of V8's default saves memory, and takes no more CPU time.
ENTRYPOINT ["node", "--max-semi-space-size=8", "--permission", "--allow-fs-read=*", "dist/start.js"]
