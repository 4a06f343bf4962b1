/** What was given up after its last attempt, kept two weeks with the reason: calls of a schedule, and batches of the table's stream. */
export const deadLetters = new sst.aws.Queue('DeadLetters', {
  transform: { queue: { messageRetentionSeconds: 14 * 24 * 3600 } },
});

/** A function whose failed calls go there; beside `retries`, which SST needs to make the setting at all. */
export const givesUpTo = {
  permissions: [{ actions: ['sqs:SendMessage'], resources: [deadLetters.arn] }],
  transform: {
    eventInvokeConfig: (args: { destinationConfig?: unknown }) => {
      args.destinationConfig = { onFailure: { destination: deadLetters.arn } };
      return undefined;
    },
  },
};
