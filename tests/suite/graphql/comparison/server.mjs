// Our server, asked over connections that are kept.
import http from "node:http";

const MEDIA_TYPE = "application/graphql-response+json";

export class Server {
  constructor(url) {
    this.url = url;
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
    this.questions = 0;
  }

  // The answer as text, as it came.
  send(method, path, body = "") {
    const headers = { accept: MEDIA_TYPE, "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      const request = http.request(this.url + path, { method, agent: this.agent, headers }, (response) => {
        const parts = [];
        response.on("data", (part) => parts.push(part));
        response.on("end", () => resolve(Buffer.concat(parts).toString("utf8")));
        response.on("error", reject);
      });
      request.on("error", reject);
      request.end(body);
    });
  }

  // The answer to a whole document, as text and parsed.
  async graphql({ query, variables, operationName }) {
    this.questions += 1;
    const text = await this.send("POST", "/graphql", JSON.stringify({ query, variables, operationName }));
    try {
      return { text, body: JSON.parse(text) };
    } catch {
      throw new Error(`no JSON came for ${query}: ${text}`);
    }
  }

  close() {
    this.agent.destroy();
  }
}
