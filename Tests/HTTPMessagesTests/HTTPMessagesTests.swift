// HTTPMessagesTests begin here.
