# The bases can be exchanged, for a mirror or a hardened image: docker build --build-arg RUNTIME_IMAGE=…
ARG NODE_IMAGE=docker.io/library/node:22-slim
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0

FROM ${NODE_IMAGE} AS assets
WORKDIR /source
COPY src/OnboardingTracker/package.json src/OnboardingTracker/package-lock.json ./
RUN npm ci --no-audit --no-fund --ignore-scripts --loglevel=error

FROM ${SDK_IMAGE} AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/OnboardingTracker/OnboardingTracker.csproj src/OnboardingTracker/packages.lock.json src/OnboardingTracker/
RUN dotnet restore src/OnboardingTracker --locked-mode
COPY src/OnboardingTracker src/OnboardingTracker
COPY --from=assets /source/node_modules src/OnboardingTracker/node_modules
# The stamp says that npm has run: this stage has none.
RUN touch src/OnboardingTracker/obj/npm.stamp \
    && dotnet publish src/OnboardingTracker --no-restore --configuration Release --output /app

FROM ${RUNTIME_IMAGE}
WORKDIR /app
COPY --from=build /app .
COPY docker/healthy /usr/local/bin/healthy
ENV ASPNETCORE_HTTP_PORTS=8080
EXPOSE 8080
# The user "app" of Microsoft's images; by number, so that another base needs no such user.
USER 1654:1654
ENTRYPOINT ["dotnet", "OnboardingTracker.dll"]
