// Starts emulate's Slack on a free loopback port and prints one line of JSON: where it is, the bot's token,
// and the id of every person by name. It stops when its standard input closes, so that no test leaves it behind.
//
//   node serve.mjs '{"people": ["dana", "noor"], "channels": ["announcements"], "scopes": ["chat:write"]}'

import { createServer } from "node:net";
import { createEmulator } from "emulate";

const { people = [], channels = [], scopes } = JSON.parse(process.argv[2] ?? "{}");
const token = "xoxb-emulate";
const bot = { bot_id: "B0CRISIS00", bot_user_id: "U0CRISIS00" };

// The port is chosen before the start: the addresses that emulate gives out carry it.
const port = await new Promise((resolve) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});

const slack = await createEmulator({
  service: "slack",
  port,
  baseUrl: `http://127.0.0.1:${port}`,
  seed: {
    slack: {
      team: { name: "Crisis Desk", domain: "crisis-desk" },
      users: people.map((name) => ({ name, real_name: name })),
      channels: channels.map((name) => ({ name })),
      oauth_apps: [
        {
          app_id: "A0CRISIS00",
          client_id: "crisis",
          client_secret: "invented",
          name: "Crisis Desk",
          redirect_uris: [],
          scopes,
          bot_name: "crisis-desk",
          ...bot,
        },
      ],
      tokens: [{ token, user_id: bot.bot_user_id, app_id: "A0CRISIS00", scopes, ...bot }],
      // Only what the manifest asks for is allowed, as in Slack.
      strict_scopes: scopes !== undefined,
    },
  },
});

const ask = async (method, body) => {
  const answer = await fetch(`${slack.url}/api/${method}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return answer.json();
};
const list = await ask("users.list", { limit: 200 });
const rooms = await ask("conversations.list", { limit: 200 });
if (!list.ok || !rooms.ok) {
  console.error(JSON.stringify({ users: list.error, conversations: rooms.error }));
  process.exit(1);
}
console.log(
  JSON.stringify({
    url: `${slack.url}/api/`,
    token,
    bot: bot.bot_user_id,
    people: Object.fromEntries(list.members.map((member) => [member.name, member.id])),
    channels: Object.fromEntries(rooms.channels.map((channel) => [channel.name, channel.id])),
  }),
);

process.stdin.resume();
process.stdin.on("end", async () => {
  await slack.close();
  process.exit(0);
});
