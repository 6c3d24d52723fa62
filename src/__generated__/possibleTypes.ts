
      export interface PossibleTypesResultData {
        possibleTypes: {
          [key: string]: string[]
        }
      }
      const result: PossibleTypesResultData = {
  "possibleTypes": {
    "Connection": [
      "EmsConnection",
      "TelnyxConnection",
      "XStreamConnection"
    ],
    "Node": [
      "ActiveCall",
      "EmsConnection",
      "EmsSource",
      "TelnyxConnection",
      "TelnyxSource",
      "XSource",
      "XStreamConnection"
    ],
    "Source": [
      "EmsSource",
      "TelnyxSource",
      "XSource"
    ]
  }
};
      export default result;
    