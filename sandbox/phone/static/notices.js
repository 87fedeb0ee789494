// Messages that are not said by anybody: what happened to the chat, in one line.
import { summary } from "./media.js";
import { t } from "./texts.js";

const names = (people) => people.map((one) => [one.first_name, one.last_name].filter(Boolean).join(" ")).join(", ");

/** One short line of a long message, as Telegram shows it. */
const shortened = (text) => (text.length > 60 ? `${text.slice(0, 59).trimEnd()}…` : text);

const WORDS = {
  pinned_message: (target, who) => t("notice.pinned", { who, text: shortened(summary(target)) }),
  new_chat_members: (people, who, message) => (people.length === 1 && people[0].id === message.from?.id ? t("notice.joined", { who }) : t("notice.added", { who, whom: names(people) })),
  left_chat_member: (person, who, message) => (person.id === message.from?.id ? t("notice.left", { who }) : t("notice.removed", { who, whom: names([person]) })),
  new_chat_title: (title, who) => t("notice.title", { who, title }),
  group_chat_created: (_, who) => t("notice.created", { who }),
  supergroup_chat_created: (_, who) => t("notice.created", { who }),
  migrate_to_chat_id: () => t("notice.migrated"),
  migrate_from_chat_id: () => t("notice.migrated"),
  forum_topic_created: ({ name }) => t("notice.topicCreated", { name }),
  forum_topic_edited: ({ name }, who) => (name ? t("notice.topicRenamed", { who, name }) : t("notice.topicEdited", { who })),
  forum_topic_closed: (_, who) => t("notice.topicClosed", { who }),
  forum_topic_reopened: (_, who) => t("notice.topicReopened", { who }),
  general_forum_topic_hidden: (_, who) => t("notice.generalHidden", { who }),
  general_forum_topic_unhidden: (_, who) => t("notice.generalShown", { who }),
};

/** The line that stands for a service message, or null for an ordinary one. */
export function noticeOf(message, chat) {
  const kind = Object.keys(WORDS).find((name) => name in message);
  return kind ? WORDS[kind](message[kind], chat.nameOf(message), message) : null;
}
