import { setTimeout as sleep } from 'node:timers/promises';

type Environment = Readonly<Record<string, string | undefined>>;

/** A collector that does not respond must not delay the shutdown. */
const FLUSH_MS = 2000;

/**
 * Enables tracing if one of the standard variables is set: `OTEL_TRACES_EXPORTER`, `OTEL_EXPORTER_OTLP_ENDPOINT` or
 * `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`. Otherwise the OpenTelemetry SDK is not loaded.
 *
 * @param environment the variables of the process, where OpenTelemetry reads its other settings
 * @returns a function that sends the remaining spans and stops tracing
 */
export async function startTracing(environment: Environment): Promise<() => Promise<void>> {
  if (!isWanted(environment)) return async () => undefined;
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  const { OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES = '' } = environment;
  const isNamed = OTEL_SERVICE_NAME !== undefined || /(?:^|,)\s*service\.name=/.test(OTEL_RESOURCE_ATTRIBUTES);
  const sdk = new NodeSDK({
    instrumentations: [],
    ...(!isNamed && { serviceName: 'switchboard' }),
    // Metrics and logs have their own outputs. These exporters are off unless their variables are set.
    ...(environment['OTEL_METRICS_EXPORTER'] === undefined && { metricReaders: [] }),
    ...(environment['OTEL_LOGS_EXPORTER'] === undefined && { logRecordProcessors: [] }),
  });
  sdk.start();
  return async () => {
    const flushed = sdk.shutdown().catch(() => undefined);
    await Promise.race([flushed, sleep(FLUSH_MS, undefined, { ref: false })]);
  };
}

function isWanted(environment: Environment): boolean {
  if (environment['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true') return false;
  const { OTEL_TRACES_EXPORTER, OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT } = environment;
  if (OTEL_TRACES_EXPORTER?.trim() === 'none') return false;
  return [OTEL_TRACES_EXPORTER, OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT].some((value) =>
    value?.trim(),
  );
}
